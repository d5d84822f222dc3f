package io.corduroy.protocol.message;

/** Types of property values and of what map and stream bodies hold; the ordinal is part of the encoding. */
enum ValueType {
    NULL,
    FALSE,
    TRUE,
    BYTE,
    SHORT,
    CHAR,
    INT,
    LONG,
    FLOAT,
    DOUBLE,
    STRING,
    BYTES;

    /** A value's first varint is the length of its name, shifted by this, and the type. */
    static final int BITS = 4;

    static final int MASK = (1 << BITS) - 1;

    private static final ValueType[] ALL = values();

    static ValueType of(int ordinal) {
        if (ordinal >= ALL.length) {
            throw new MalformedMessageException("value type " + ordinal + " is not known");
        }
        return ALL[ordinal];
    }

    /** Whether the value of a property may have it (Jakarta Messaging 3.1, 3.5.4: no char, no bytes). */
    boolean isPropertyType() {
        return this != CHAR && this != BYTES;
    }
}
