/** The runs: many seeds without a violation, and mutants that are caught. */
@NullMarked
package io.corduroy.simulation;

import org.jspecify.annotations.NullMarked;
