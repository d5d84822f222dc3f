package io.corduroy.client;

import io.corduroy.client.message.LargeBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A received body in a temporary file. It is read by several streams at once, each with a place of its own. */
final class BodyFile implements LargeBody {

    private static final Logger LOG = LoggerFactory.getLogger(BodyFile.class);

    private static final Cleaner CLEANER = Cleaner.create();

    // Not a channel, which an interrupt of one reader would close for all.
    private final RandomAccessFile file;
    private final Cleaner.Cleanable cleanable;
    private long lengthBytes;

    /** Holds what goes with the body, and not the body. */
    private record Remains(RandomAccessFile file, Path path) implements Runnable {
        @Override
        public void run() {
            try {
                file.close();
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.warn("a temporary file stays behind: {}", path, e);
            }
        }
    }

    private BodyFile(RandomAccessFile file, Path path) {
        this.file = file;
        this.cleanable = CLEANER.register(this, new Remains(file, path));
    }

    static BodyFile create() throws IOException {
        Path path = Files.createTempFile("corduroy-", ".body");
        BodyFile body = new BodyFile(new RandomAccessFile(path.toFile(), "rw"), path);
        try {
            Files.delete(path); // the bytes stay as long as the file is open
        } catch (IOException e) {
            LOG.debug("the temporary file keeps its name until the message goes: {}", path, e); // as on Windows
        }
        return body;
    }

    /** Appends bytes; before anybody reads. */
    void append(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        file.write(copy);
        lengthBytes += copy.length;
    }

    void requireLength(long expected) throws IOException {
        if (lengthBytes != expected) {
            throw new IOException("the body has " + lengthBytes + " bytes, expected " + expected);
        }
    }

    /** Nobody will read it. */
    void discard() {
        cleanable.clean();
    }

    @Override
    public long lengthBytes() {
        return lengthBytes;
    }

    @Override
    public InputStream open() {
        return new BodyStream();
    }

    private int readAt(long position, byte[] into, int offset, int length) throws IOException {
        synchronized (file) {
            file.seek(position);
            return file.read(into, offset, length);
        }
    }

    /** Keeps the body, and with it the file, as long as somebody reads. */
    private final class BodyStream extends InputStream {
        private long position;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, into.length);
            if (length == 0) {
                return 0;
            }
            int read = readAt(position, into, offset, length);
            position += Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, lengthBytes - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, lengthBytes - position);
        }
    }
}
