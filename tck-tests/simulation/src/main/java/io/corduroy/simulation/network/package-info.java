/** Links between simulated applications and the simulated node: slow, stalled, half open, cut. */
@NullMarked
package io.corduroy.simulation.network;

import org.jspecify.annotations.NullMarked;
