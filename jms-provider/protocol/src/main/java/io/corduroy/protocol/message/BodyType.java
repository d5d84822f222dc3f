package io.corduroy.protocol.message;

/** The form of a message's body, one for each kind of JMS message; the ordinal is part of the encoding. */
public enum BodyType {
    /** No body: {@code Message} itself. */
    NONE,
    /** {@code TextMessage}: the text in {@link TextEncoding}, or no text at all (null). */
    TEXT,
    /** {@code BytesMessage}: the bytes. */
    BYTES,
    /** {@code MapMessage}: named values, see {@link TypedValues}. */
    MAP,
    /** {@code StreamMessage}: values in order, see {@link TypedValues}. */
    STREAM,
    /** {@code ObjectMessage}: the serialized object; empty for null. */
    OBJECT
}
