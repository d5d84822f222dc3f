/** What applications did and saw, and whether that is what Corduroy promises. */
@NullMarked
package io.corduroy.simulation.history;

import org.jspecify.annotations.NullMarked;
