/** The node under test on a disk that loses what was not forced: real log, real broker, simulated threads. */
@NullMarked
package io.corduroy.simulation.node;

import org.jspecify.annotations.NullMarked;
