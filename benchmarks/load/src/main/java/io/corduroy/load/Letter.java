package io.corduroy.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.nio.ByteBuffer;

/**
 * What every message says of itself, at the beginning of its body.
 *
 * <pre>
 *   u32 producer   u64 number, from 0 without gaps   u64 when it was to be sent, in ns   zeros
 * </pre>
 *
 * @param dueNs by the clock of this machine; where a rate is given this is the time at which it was due, however late it was sent,
 *     so that a pause of the provider counts for all who would have sent meanwhile (coordinated omission)
 */
record Letter(int producer, long number, long dueNs) {

    static final int HEADER_BYTES = 20;

    BytesMessage message(Session session, int bodyBytes) throws JMSException {
        byte[] body = new byte[bodyBytes];
        ByteBuffer.wrap(body).putInt(producer).putLong(number).putLong(dueNs);
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    static Letter of(BytesMessage message) throws JMSException {
        byte[] header = new byte[HEADER_BYTES];
        if (message.readBytes(header) < HEADER_BYTES) {
            throw new JMSException("a message of " + message.getBodyLength() + " bytes is none of ours");
        }
        ByteBuffer in = ByteBuffer.wrap(header);
        return new Letter(in.getInt(), in.getLong(), in.getLong());
    }
}
