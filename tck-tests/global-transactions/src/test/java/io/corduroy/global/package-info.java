/** Crashes of the broker and of the transaction manager between prepare and commit: both resources agree after recovery. */
@NullMarked
package io.corduroy.global;

import org.jspecify.annotations.NullMarked;
