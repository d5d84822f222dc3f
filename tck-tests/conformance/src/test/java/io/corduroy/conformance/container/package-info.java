/** What surrounds an application in a server, played by tests: a pool of sessions, and the names that a transaction manager gives. */
@NullMarked
package io.corduroy.conformance.container;

import org.jspecify.annotations.NullMarked;
