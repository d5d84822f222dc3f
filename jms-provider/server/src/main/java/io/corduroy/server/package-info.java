/** One node as a process runs it: opens its logs, recovers its partitions, lets clients in, and ends cleanly. */
@NullMarked
package io.corduroy.server;

import org.jspecify.annotations.NullMarked;
