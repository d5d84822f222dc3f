package io.corduroy.protocol.codec;

import io.corduroy.protocol.DestinationName;

/** How long the fields of a frame may be; a reader refuses more before it allocates anything. */
final class Limits {

    /** A name of anything: three bytes for each char of the longest name of a destination. */
    static final int NAME_BYTES = 3 * DestinationName.MAX_NAME_LENGTH;

    /** Texts that applications choose: identifiers, selectors, tokens instead of passwords, groups. */
    static final int TEXT_BYTES = 65_535;

    /** Longer error texts are cut; in bytes they stay within {@link #TEXT_BYTES}. */
    static final int ERROR_TEXT_CHARS = TEXT_BYTES / 3;

    /** Arguments of an administrative command. */
    static final int ARGUMENTS = 256;

    private Limits() {}
}
