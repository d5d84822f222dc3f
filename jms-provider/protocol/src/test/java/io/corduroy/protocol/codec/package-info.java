/** Tests of frames as bytes. */
@NullMarked
package io.corduroy.protocol.codec;

import org.jspecify.annotations.NullMarked;
