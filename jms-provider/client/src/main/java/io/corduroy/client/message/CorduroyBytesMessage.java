package io.corduroy.client.message;

import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageFields;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message with uninterpreted bytes: write-only when new or cleared, read-only when received or reset.
 *
 * <p>A body that does not fit into the memory is sent from a stream, {@code setObjectProperty(INPUT_STREAM, in)}, and
 * received into one, {@code setObjectProperty(SAVE_STREAM, out)}; these are no properties that travel.
 */
public final class CorduroyBytesMessage extends CorduroyMessage implements BytesMessage {
    /** Name of the object property that gives the body of a message to be sent as an {@link InputStream}. */
    public static final String INPUT_STREAM = PropertyNames.VENDOR_PREFIX + "InputStream";

    /** Name of the object property that has a received body written to an {@link OutputStream} before it returns. */
    public static final String SAVE_STREAM = PropertyNames.VENDOR_PREFIX + "SaveStream";

    /** The same as {@link #SAVE_STREAM}. */
    public static final String OUTPUT_STREAM = PropertyNames.VENDOR_PREFIX + "OutputStream";

    private static final int STREAM_BUFFER_BYTES = 1 << 16;

    private @Nullable WrittenBytes written = new WrittenBytes();
    private @Nullable ByteBuffer content; // after reset
    private @Nullable LargeBody large;
    private @Nullable InputStream input;
    private @Nullable BytesReader reader;

    /** Makes a message without bytes, to be written. */
    public CorduroyBytesMessage() {}

    /** Makes a message that is about to be received: nothing of it was written here. */
    static CorduroyBytesMessage received() {
        CorduroyBytesMessage message = new CorduroyBytesMessage();
        message.written = null;
        return message;
    }

    /** Gives a received message its body, which did not come with its bytes. */
    void receiveLarge(LargeBody body) {
        large = body;
    }

    /**
     * Returns whether the body has to be sent in pieces from {@link #openStreamedBody()}, and {@link #encode()} is
     * without it.
     *
     * @return false for a body in memory
     */
    public boolean hasStreamedBody() {
        return input != null || large != null;
    }

    /**
     * Opens the body of a message that has a streamed one. An {@link #INPUT_STREAM} can be read only once.
     *
     * @return the body from its beginning
     * @throws JMSException if there is no stream, or it cannot be opened
     */
    public InputStream openStreamedBody() throws JMSException {
        if (input != null) {
            return input;
        }
        if (large == null) {
            throw new JMSException("the body of this message is in memory, not in a stream");
        }
        return open(large);
    }

    /** Returns the length of the body as far as it is known: not that of an {@link #INPUT_STREAM}. */
    private Optional<Long> knownLength() throws JMSException {
        if (input != null) {
            return Optional.empty();
        }
        if (large != null) {
            return Optional.of(large.lengthBytes());
        }
        return Optional.of(written == null ? content().remaining() : (long) written.size());
    }

    private ByteBuffer content() throws JMSException {
        if (content == null) {
            EncodedMessage received = undecodedBody();
            content = received == null ? ByteBuffer.allocate(0) : received.body();
        }
        return content;
    }

    private static InputStream open(LargeBody body) throws JMSException {
        try {
            return body.open();
        } catch (IOException e) {
            throw failed("the body cannot be opened", e);
        }
    }

    private BytesReader reader() throws JMSException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("the body is write-only; call reset() first");
        }
        if (reader == null) {
            reader = large != null
                    ? new BytesReader(new BufferedInputStream(open(large), STREAM_BUFFER_BYTES), large.lengthBytes())
                    : new BytesReader(
                            new ByteBufferInputStream(content()), content().remaining());
        }
        return reader;
    }

    private void closeReader() {
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                // Nothing was written through it: what could be lost is only what nobody reads any more.
            }
            reader = null;
        }
    }

    @Override
    public void reset() throws JMSException {
        closeReader();
        if (input != null) {
            throw new MessageFormatException("a body that is sent from a stream cannot be read here");
        }
        if (written != null && !isBodyReadOnly()) {
            content = written.view(); // nobody writes to it any more
            written = null;
        }
        setBodyReadOnly();
    }

    @Override
    void emptyBody() {
        closeReader();
        written = new WrittenBytes();
        content = null;
        large = null;
        input = null;
    }

    @Override
    void writeBody(MessageFields fields) throws JMSException {
        if (hasStreamedBody()) {
            fields.body(BodyType.BYTES);
        } else {
            fields.body(BodyType.BYTES, written == null ? content() : written.view());
        }
    }

    @Override
    boolean hasBody() throws JMSException {
        return knownLength().orElse(1L) > 0;
    }

    @Override
    @Nullable
    Object bodyAs(Class<?> requested) throws JMSException {
        if (!isBodyOfType(requested)) {
            return null;
        }
        reset();
        long length = getBodyLength();
        if (length > Integer.MAX_VALUE - 8) {
            throw new JMSException("a body of " + length
                    + " bytes does not fit into an array; read it in parts, or set " + SAVE_STREAM);
        }
        byte[] bytes = new byte[(int) length];
        reader().readBytes(bytes, bytes.length);
        reset();
        return bytes;
    }

    /** Array or Object only, as the interface says. */
    @Override
    boolean isBodyOfType(Class<?> requested) {
        return requested == byte[].class || requested == Object.class;
    }

    // Streams

    @Override
    public void setObjectProperty(@Nullable String name, @Nullable Object value) throws JMSException {
        if (INPUT_STREAM.equals(name)) {
            checkPropertiesWriteable();
            changeBody();
            emptyBody();
            input = instance(InputStream.class, INPUT_STREAM, value);
        } else if (SAVE_STREAM.equals(name) || OUTPUT_STREAM.equals(name)) {
            saveTo(instance(OutputStream.class, SAVE_STREAM, value));
        } else {
            super.setObjectProperty(name, value);
        }
    }

    @Override
    public @Nullable Object getObjectProperty(@Nullable String name) throws JMSException {
        return INPUT_STREAM.equals(name) ? input : super.getObjectProperty(name);
    }

    private static <T> T instance(Class<T> type, String name, @Nullable Object value) throws MessageFormatException {
        if (!type.isInstance(value)) {
            throw new MessageFormatException("property " + name + " takes an " + type.getName() + ", not "
                    + (value == null ? "null" : value.getClass().getName()));
        }
        return type.cast(value);
    }

    private void saveTo(OutputStream out) throws JMSException {
        reset();
        reader(); // fails for a body that cannot be read
        try (InputStream body = large != null ? open(large) : new ByteBufferInputStream(content())) {
            body.transferTo(out);
            out.flush();
        } catch (IOException e) {
            throw failed("the body could not be saved", e);
        }
    }

    private static JMSException failed(String what, IOException cause) {
        JMSException exception = new JMSException(what + ": " + cause);
        exception.setLinkedException(cause);
        exception.initCause(cause);
        return exception;
    }

    // Reading

    @Override
    public long getBodyLength() throws JMSException {
        if (!isBodyReadOnly()) {
            throw new MessageNotReadableException("the body is write-only; call reset() first");
        }
        return knownLength().orElseThrow();
    }

    @Override
    public boolean readBoolean() throws JMSException {
        return reader().read(1, DataInputStream::readBoolean);
    }

    @Override
    public byte readByte() throws JMSException {
        return reader().read(1, DataInputStream::readByte);
    }

    @Override
    public int readUnsignedByte() throws JMSException {
        return reader().read(1, DataInputStream::readUnsignedByte);
    }

    @Override
    public short readShort() throws JMSException {
        return reader().read(2, DataInputStream::readShort);
    }

    @Override
    public int readUnsignedShort() throws JMSException {
        return reader().read(2, DataInputStream::readUnsignedShort);
    }

    @Override
    public char readChar() throws JMSException {
        return reader().read(2, DataInputStream::readChar);
    }

    @Override
    public int readInt() throws JMSException {
        return reader().read(4, DataInputStream::readInt);
    }

    @Override
    public long readLong() throws JMSException {
        return reader().read(8, DataInputStream::readLong);
    }

    @Override
    public float readFloat() throws JMSException {
        return reader().read(4, DataInputStream::readFloat);
    }

    @Override
    public double readDouble() throws JMSException {
        return reader().read(8, DataInputStream::readDouble);
    }

    @Override
    public String readUTF() throws JMSException {
        return reader().readUtf();
    }

    @Override
    public int readBytes(byte[] value) throws JMSException {
        return readBytes(value, value.length);
    }

    @Override
    public int readBytes(byte[] value, int length) throws JMSException {
        BytesReader body = reader();
        Objects.checkFromIndexSize(0, length, value.length);
        return body.readBytes(value, length);
    }

    // Writing

    /** What has been written, without a copy of it for whoever reads it next. */
    private static final class WrittenBytes extends ByteArrayOutputStream {
        private final DataOutputStream out = new DataOutputStream(this);

        ByteBuffer view() {
            return ByteBuffer.wrap(buf, 0, count).slice();
        }
    }

    @FunctionalInterface
    private interface Write {
        void to(DataOutputStream out) throws IOException;
    }

    private void write(Write write) throws JMSException {
        changeBody();
        if (written == null || input != null) {
            throw new MessageFormatException("the body is sent from a stream; call clearBody() to write it");
        }
        try {
            write.to(written.out);
        } catch (IOException e) {
            throw failed("the value cannot be written", e);
        }
    }

    @Override
    public void writeBoolean(boolean value) throws JMSException {
        write(out -> out.writeBoolean(value));
    }

    @Override
    public void writeByte(byte value) throws JMSException {
        write(out -> out.writeByte(value));
    }

    @Override
    public void writeShort(short value) throws JMSException {
        write(out -> out.writeShort(value));
    }

    @Override
    public void writeChar(char value) throws JMSException {
        write(out -> out.writeChar(value));
    }

    @Override
    public void writeInt(int value) throws JMSException {
        write(out -> out.writeInt(value));
    }

    @Override
    public void writeLong(long value) throws JMSException {
        write(out -> out.writeLong(value));
    }

    @Override
    public void writeFloat(float value) throws JMSException {
        write(out -> out.writeFloat(value));
    }

    @Override
    public void writeDouble(double value) throws JMSException {
        write(out -> out.writeDouble(value));
    }

    /** Writes a string in Java's modified UTF-8, of at most 65,535 bytes. */
    @Override
    public void writeUTF(String value) throws JMSException {
        Objects.requireNonNull(value, "a bytes message cannot hold null");
        write(out -> out.writeUTF(value));
    }

    @Override
    public void writeBytes(byte[] value) throws JMSException {
        Objects.requireNonNull(value, "a bytes message cannot hold null");
        write(out -> out.write(value));
    }

    @Override
    public void writeBytes(byte[] value, int offset, int length) throws JMSException {
        Objects.checkFromIndexSize(offset, length, value.length);
        write(out -> out.write(value, offset, length));
    }

    @Override
    public void writeObject(Object value) throws JMSException {
        Objects.requireNonNull(value, "a bytes message cannot hold null");
        if (value instanceof String text) {
            writeUTF(text);
        } else if (value instanceof byte[] bytes) {
            writeBytes(bytes);
        } else if (value instanceof Boolean truth) {
            writeBoolean(truth);
        } else if (value instanceof Byte number) {
            writeByte(number);
        } else if (value instanceof Short number) {
            writeShort(number);
        } else if (value instanceof Character character) {
            writeChar(character);
        } else if (value instanceof Integer number) {
            writeInt(number);
        } else if (value instanceof Long number) {
            writeLong(number);
        } else if (value instanceof Float number) {
            writeFloat(number);
        } else if (value instanceof Double number) {
            writeDouble(number);
        } else {
            throw new MessageFormatException("a bytes message cannot hold a value of "
                    + value.getClass().getName() + "; allowed are the boxed primitives, String and byte[]");
        }
    }
}
