/**
 * The one encoding of a message: these bytes travel on the wire, lie in the log and are handed to the consumer as they
 * were sent.
 *
 * <pre>
 *  +--------+---------------------------------------------+------------------------+
 *  | flags  | header fields, each only if its flag is set | body, to the end       |
 *  | varint | in the order of the flags below             | (no length)            |
 *  +--------+---------------------------------------------+------------------------+
 *
 *  flags    bits 0-2   form of the body, see BodyType; 6 is a text message without a text (null)
 *           bit  3     JMSCorrelationID          string
 *           bit  4     JMSReplyTo                byte: kind of destination; string: name
 *           bit  5     JMSType                   string
 *           bit  6     properties                varint: bytes of the block; the block: named values
 *           bit  7     JMSXGroupID               string
 *           bit  8     JMSXGroupSeq              zigzag varint
 *           bit  9     correlation id as bytes   varint: length; bytes
 *           bit 10     compression of the body   byte: algorithm, 0 none
 *           above      not defined: a reader refuses them, since it could not find the body
 *
 *  string   varint: length in bytes; the text, see TextEncoding
 *
 *  value    varint: bytes of the name * 16 + type; name; content by type (see ValueType)
 *           0 null, 1 false, 2 true       nothing
 *           3 byte                        1 byte
 *           4 short, 6 int, 7 long        zigzag varint
 *           5 char                        varint
 *           8 float, 9 double             4 or 8 bytes, big-endian, IEEE 754, all NaNs kept
 *           10 String, 11 byte[]          varint: length; bytes
 *
 *  body     NONE nothing · TEXT the text · BYTES as they are · OBJECT the serialized object, empty for null
 *           MAP named values to the end · STREAM values without names (0 bytes of name) to the end
 * </pre>
 *
 * <p>A text message without headers costs one byte more than its text. What changes from hop to hop or belongs to the
 * record (identity, destination, time, priority, delivery mode, expiry, redelivery) is not in here: frames and records
 * carry it.
 *
 * <p>The broker never looks into a body. What it needs, headers and properties, {@link
 * io.corduroy.protocol.message.EncodedMessage} finds without decoding the rest.
 */
@NullMarked
package io.corduroy.protocol.message;

import org.jspecify.annotations.NullMarked;
