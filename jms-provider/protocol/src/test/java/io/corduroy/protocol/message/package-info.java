/** Tests of the message encoding. */
@NullMarked
package io.corduroy.protocol.message;

import org.jspecify.annotations.NullMarked;
