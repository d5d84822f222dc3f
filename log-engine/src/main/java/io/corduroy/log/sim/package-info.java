/** A disk in memory that loses what was not forced, tears pages, fills up and fails on request: the simulated twin of the file storage. */
@NullMarked
package io.corduroy.log.sim;

import org.jspecify.annotations.NullMarked;
