/** Applications over the real client engine: careful ones, that note in the ledger what they did and saw. */
@NullMarked
package io.corduroy.simulation.application;

import org.jspecify.annotations.NullMarked;
