package io.corduroy.client.message;

import jakarta.jms.JMSException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;

/** Reads the primitive values of a bytes body. A read that fails leaves the position where it was. */
final class BytesReader implements Closeable {
    private static final int MAX_UTF_BYTES = 2 + 0xffff;

    private final DataInputStream in;
    private final long lengthBytes;
    private long position;

    /**
     * Reads from a stream at its beginning.
     *
     * @param in supports marks
     */
    BytesReader(InputStream in, long lengthBytes) {
        this.in = new DataInputStream(in);
        this.lengthBytes = lengthBytes;
    }

    @FunctionalInterface
    interface Read<T> {
        T from(DataInputStream in) throws IOException;
    }

    /** Reads a value of a fixed size. */
    <T> T read(int sizeBytes, Read<T> read) throws JMSException {
        require(sizeBytes);
        try {
            T value = read.from(in);
            position += sizeBytes;
            return value;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    String readUtf() throws JMSException {
        require(2);
        in.mark(MAX_UTF_BYTES);
        try {
            int sizeBytes = 2 + in.readUnsignedShort();
            in.reset();
            require(sizeBytes);
            String text = in.readUTF();
            position += sizeBytes;
            return text;
        } catch (UTFDataFormatException e) {
            backToMark();
            MessageFormatException exception = new MessageFormatException(
                    "at byte " + position + " is no string in the form of writeUTF: " + e.getMessage());
            exception.initCause(e);
            throw exception;
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Fills the first bytes of an array, as far as there are any; -1 at the end. */
    int readBytes(byte[] target, int length) throws JMSException {
        if (position == lengthBytes) {
            return -1;
        }
        int count = (int) Math.min(length, lengthBytes - position);
        try {
            in.readFully(target, 0, count);
        } catch (IOException e) {
            throw unreadable(e);
        }
        position += count;
        return count;
    }

    private void backToMark() throws JMSException {
        try {
            in.reset();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private void require(int sizeBytes) throws MessageEOFException {
        if (sizeBytes > lengthBytes - position) {
            throw new MessageEOFException("the body ends at byte " + lengthBytes + "; reading " + sizeBytes
                    + " bytes from byte " + position + " would go beyond");
        }
    }

    private JMSException unreadable(IOException cause) {
        JMSException exception = new JMSException("the body cannot be read at byte " + position + ": " + cause);
        exception.setLinkedException(cause);
        exception.initCause(cause);
        return exception;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
