package io.corduroy.scale;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Numbered messages of one size, sent without waiting for each confirmation, but for all at the end. */
final class Letters implements CompletionListener {
    private final Session session;
    private final MessageProducer producer;
    private final byte[] body;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
    private long sent;

    Letters(Session session, MessageProducer producer, int bytes) {
        this.session = session;
        this.producer = producer;
        this.body = new byte[bytes - Long.BYTES];
        new Random(bytes).nextBytes(body); // nothing that a disk could make smaller
    }

    /** Sends the next one; waits when too many are under way, as the client's window has it. */
    void send(Destination to, long number) throws JMSException {
        throwWhatWasRefused();
        sent++;
        producer.send(to, letter(number), this);
    }

    Message letter(long number) throws JMSException {
        BytesMessage letter = session.createBytesMessage();
        letter.writeLong(number);
        letter.writeBytes(body);
        return letter;
    }

    static long numberOf(Message letter) throws JMSException {
        return ((BytesMessage) letter).readLong();
    }

    /** Sent and not yet confirmed. */
    long underWay() {
        return sent - confirmed.get();
    }

    /** Returns when all are confirmed. */
    void awaitAll() throws JMSException, InterruptedException {
        while (underWay() > 0) {
            throwWhatWasRefused();
            Thread.sleep(1);
        }
    }

    private void throwWhatWasRefused() throws JMSException {
        Exception exception = refused.get();
        if (exception != null) {
            JMSException thrown = new JMSException("a send was refused: " + exception.getMessage());
            thrown.initCause(exception);
            throw thrown;
        }
    }

    @Override
    public void onCompletion(Message message) {
        confirmed.incrementAndGet();
    }

    @Override
    public void onException(Message message, Exception exception) {
        refused.compareAndSet(null, exception);
    }
}
