/** Applications whose objects are closed, stopped, rolled back and cut off at any moment from any thread that may do so. */
@NullMarked
package io.corduroy.faults.interleavings;

import org.jspecify.annotations.NullMarked;
