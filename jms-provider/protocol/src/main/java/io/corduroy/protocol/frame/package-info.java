/** The frames of a link as immutable records; how they become bytes is the codec's affair. */
@NullMarked
package io.corduroy.protocol.frame;

import org.jspecify.annotations.NullMarked;
