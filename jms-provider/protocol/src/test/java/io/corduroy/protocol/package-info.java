/** Tests of the values, and what tests of several packages share. */
@NullMarked
package io.corduroy.protocol;

import org.jspecify.annotations.NullMarked;
