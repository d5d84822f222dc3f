package io.corduroy.client;

import io.corduroy.client.engine.Delivery;
import io.corduroy.client.message.LargeBody;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fetches bodies that a broker keeps in pieces: into memory if they are small enough, into a temporary file otherwise. */
final class LargeBodies {

    private static final Logger LOG = LoggerFactory.getLogger(LargeBodies.class);

    /** Pieces asked for ahead, so that the way to the broker is not walked once per piece. */
    private static final int PIECES_AHEAD = 4;

    private static final Cleaner CLEANER = Cleaner.create();

    private final ConnectionCore core;

    LargeBodies(ConnectionCore core) {
        this.core = core;
    }

    private interface Sink {
        void accept(ByteBuffer piece) throws IOException;
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
        return whole.flip();
    }

    /** The body in a temporary file, which goes when nobody refers to the body any more. */
    LargeBody inFile(Delivery delivery) throws JMSException {
        try {
            Path file = Files.createTempFile("corduroy-", ".body");
            try (OutputStream out = Files.newOutputStream(file);
                    WritableByteChannel channel = Channels.newChannel(out)) {
                fetch(delivery, channel::write);
            } catch (IOException | JMSException | RuntimeException e) {
                Files.deleteIfExists(file);
                throw e;
            }
            BodyFile body = new BodyFile(file, Files.size(file));
            CLEANER.register(body, () -> delete(file));
            return body;
        } catch (IOException e) {
            throw Exceptions.withCause(
                    new JMSException("a large body cannot be kept in a temporary file in "
                            + System.getProperty("java.io.tmpdir") + ": " + e.getMessage()),
                    e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("a temporary file stays behind: {}", file, e);
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

    private static final class BodyFile implements LargeBody {
        private final Path file;
        private final long lengthBytes;

        BodyFile(Path file, long lengthBytes) {
            this.file = file;
            this.lengthBytes = lengthBytes;
        }

        @Override
        public long lengthBytes() {
            return lengthBytes;
        }

        @Override
        public InputStream open() throws IOException {
            return new BodyStream(Files.newInputStream(file), this);
        }
    }

    /** Keeps the body, and with it the file, as long as somebody reads. */
    private static final class BodyStream extends java.io.FilterInputStream {
        private final BodyFile body;

        BodyStream(InputStream in, BodyFile body) {
            super(in);
            this.body = body;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(body.lengthBytes, super.available());
        }
    }
}
