/**
 * How frames become bytes and back.
 *
 * <pre>
 *  +------+----------------------------------------------+
 *  | type | the fields in the order of the frame's record |
 *  | byte |                                              |
 *  +------+----------------------------------------------+
 *
 *  number, count, length   varint (unsigned LEB128), 0 or more
 *  time, node number       zigzag varint: may be negative
 *  64 random bits          8 bytes, big-endian (client instance, log id)
 *  boolean                 byte, 0 or 1
 *  enum                    byte: ordinal;  error code: varint
 *  string                  length in bytes, text as in io.corduroy.protocol.message.TextEncoding
 *  destination             kind, name
 *  subscription            kind, client identifier, name, noLocal
 *  lane ranges             count, then for each: lane (byte), first sequence, last - first
 *  arguments               count, then for each: name, value
 *  rows                    count of columns, their names, count of rows, then for each cell: 0 if absent, or
 *                          1 + length in bytes, text
 *  partitions              count, numbers; the last field, and not there if there are none
 *  payload                 always the last field: to the end of the frame, without a length
 *
 *  Hello                   begins with the four bytes "CDRY"
 *  Send                    persistent, priority and repeated share a byte: priority * 2 + (1 if persistent) + (32 if repeated)
 *  Welcome                 ends before the user if there is none
 *  Deliver                 the delivery time is written as its zigzag distance from the timestamp
 * </pre>
 *
 * <p>A reader takes exactly these bytes: an unknown type, an ordinal or number out of its range, a count or length that
 * the rest of the frame cannot hold, and bytes left over are errors that name the frame and the field. Why, and how a
 * later version adds to it: {@code decisions/0001-frames.md}.
 */
@NullMarked
package io.corduroy.protocol.codec;

import org.jspecify.annotations.NullMarked;
