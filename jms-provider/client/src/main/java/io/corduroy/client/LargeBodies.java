package io.corduroy.client;

import io.corduroy.client.engine.Delivery;
import io.corduroy.client.message.LargeBody;
import io.corduroy.protocol.ErrorCode;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** Fetches bodies that a broker keeps in pieces: into memory if they are small enough, into a temporary file otherwise. */
final class LargeBodies {

    /** Pieces asked for ahead, so that the way to the broker is not walked once per piece. */
    private static final int PIECES_AHEAD = 4;

    private final ConnectionCore core;

    LargeBodies(ConnectionCore core) {
        this.core = core;
    }

    private interface Sink {
        void accept(ByteBuffer piece) throws IOException;
    }

    /** Whether a body could not be fetched because the message is this consumer's no more, or, shown by a browser, is gone. */
    static boolean isLost(JMSException failure) {
        return ErrorCode.DELIVERY_UNKNOWN.name().equals(failure.getErrorCode());
    }

    /** The whole message in one buffer: its encoding has the body at the end. */
    ByteBuffer inMemory(Delivery delivery) throws JMSException {
        long length = delivery.message().remaining() + delivery.bodyBytes();
        if (length > Integer.MAX_VALUE - 16) {
            throw new JMSException(
                    "a body of " + delivery.bodyBytes() + " bytes does not fit into memory, and only"
                            + " bytes messages can be kept in a file",
                    "MESSAGE_TOO_LARGE");
        }
        ByteBuffer whole = ByteBuffer.allocate((int) length);
        whole.put(delivery.message().duplicate());
        fetch(delivery, whole::put);
        if (whole.hasRemaining()) {
            throw new JMSException("the body of a large message ends " + whole.remaining() + " bytes too early");
        }
        return whole.flip();
    }

    /**
     * The body in a temporary file that has no name, where the system allows that: its bytes go when nobody refers to the body any
     * more, and with the process at the latest, however that ends. A message can be read after everything it came by was
     * closed (Jakarta Messaging 3.1, 6.1.8), so it is not the consumer's end that decides.
     */
    LargeBody inFile(Delivery delivery) throws JMSException {
        try {
            BodyFile body = BodyFile.create();
            try {
                fetch(delivery, body::append);
                body.requireLength(delivery.bodyBytes());
            } catch (IOException | JMSException | RuntimeException e) {
                body.discard();
                throw e;
            }
            return body;
        } catch (IOException e) {
            throw Exceptions.withCause(
                    new JMSException("a large body cannot be kept in a temporary file in "
                            + System.getProperty("java.io.tmpdir") + ": " + e.getMessage()),
                    e);
        }
    }

    private void fetch(Delivery delivery, Sink sink) throws JMSException {
        ArrayDeque<Reply<ByteBuffer>> asked = new ArrayDeque<>();
        int next = 0;
        try {
            while (next < delivery.pieces() || !asked.isEmpty()) {
                while (next < delivery.pieces() && asked.size() < PIECES_AHEAD) {
                    asked.add(ask(delivery, next));
                    next++;
                }
                sink.accept(asked.remove().await());
            }
        } catch (IOException e) {
            throw Exceptions.withCause(new JMSException("a large body cannot be written: " + e.getMessage()), e);
        }
    }

    private Reply<ByteBuffer> ask(Delivery delivery, int piece) {
        Reply<ByteBuffer> reply = new Reply<>();
        core.post(
                engine -> engine.fetchPiece(delivery.consumerId(), delivery.lane(), delivery.sequence(), piece, reply));
        return reply;
    }
}
