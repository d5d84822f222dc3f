/** What a simulation is made of: virtual time, events in order, chance from a seed, a trace. */
@NullMarked
package io.corduroy.simulation.world;

import org.jspecify.annotations.NullMarked;
