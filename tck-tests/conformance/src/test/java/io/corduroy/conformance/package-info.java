/** What is Corduroy's own and seen through the interface: restarts, partitions, log-in, TLS, large messages. */
@NullMarked
package io.corduroy.conformance;

import org.jspecify.annotations.NullMarked;
