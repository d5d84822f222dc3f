package io.corduroy.protocol.message;

/** Bits of a message's first varint; fields follow it in the order of these bits. */
final class HeaderFlags {

    static final int BODY_MASK = 0x7;
    static final int BODY_NULL_TEXT = 6;

    static final int CORRELATION_ID = 1 << 3;
    static final int REPLY_TO = 1 << 4;
    static final int TYPE = 1 << 5;
    static final int PROPERTIES = 1 << 6;
    static final int GROUP_ID = 1 << 7;
    static final int GROUP_SEQ = 1 << 8;
    static final int CORRELATION_ID_BYTES = 1 << 9;
    static final int COMPRESSION = 1 << 10;

    static final int ALL = (1 << 11) - 1;

    private HeaderFlags() {}
}
