package io.corduroy.load;

import java.nio.ByteBuffer;

/**
 * What every message says of itself, at the beginning of its body.
 *
 * <pre>
 *   u32 producer   u64 number, from 0 without gaps   u64 when it was to be sent, in ns   u8 1 if sent again   zeros
 * </pre>
 *
 * @param dueNs by the clock of this machine; where a rate is given this is the time at which it was due, however late it was sent,
 *     so that a pause of the provider counts for all who would have sent meanwhile (coordinated omission)
 * @param again whether the producer has sent it before and could not know what became of it: then twice is no mistake of the provider
 */
public record Letter(int producer, long number, long dueNs, boolean again) {

    /** Bytes that a body has at least. */
    public static final int HEADER_BYTES = 21;

    Letter(int producer, long number, long dueNs) {
        this(producer, number, dueNs, false);
    }

    Letter sentAgain() {
        return new Letter(producer, number, dueNs, true);
    }

    /** A body of that many bytes. */
    public byte[] body(int bytes) {
        byte[] body = new byte[bytes];
        ByteBuffer.wrap(body).putInt(producer).putLong(number).putLong(dueNs).put((byte) (again ? 1 : 0));
        return body;
    }

    /** Reads the beginning of a body. */
    public static Letter of(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body);
        return new Letter(in.getInt(), in.getLong(), in.getLong(), in.get() == 1);
    }
}
