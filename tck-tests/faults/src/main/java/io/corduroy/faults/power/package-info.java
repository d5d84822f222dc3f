/** A real server on a disk that forgets at {@code kill -9} what was not forced, as a machine does when the power goes. */
@NullMarked
package io.corduroy.faults.power;

import org.jspecify.annotations.NullMarked;
