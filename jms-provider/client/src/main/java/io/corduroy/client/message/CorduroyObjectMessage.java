package io.corduroy.client.message;

import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageFields;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.ObjectMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A message with a serializable object, kept as its bytes: {@link #setObject} takes a snapshot, each {@link #getObject}
 * makes a new copy, of classes that the client's {@link ObjectAllowList} names.
 */
public final class CorduroyObjectMessage extends CorduroyMessage implements ObjectMessage {
    private static final ByteBuffer NULL = ByteBuffer.allocate(0);

    private final ObjectAllowList allowList;
    private ByteBuffer serialized = NULL;

    /**
     * Makes a message without an object.
     *
     * @param allowList what {@link #getObject} may deserialise
     */
    public CorduroyObjectMessage(ObjectAllowList allowList) {
        this.allowList = allowList;
    }

    @Override
    public void setObject(@Nullable Serializable object) throws JMSException {
        changeBody();
        serialized = object == null ? NULL : serialize(object);
    }

    private static ByteBuffer serialize(Serializable object) throws MessageFormatException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException | RuntimeException e) { // an object's own writeObject may throw anything
            throw failed("an object of " + object.getClass().getName() + " cannot be serialised: " + e, e);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    @Override
    public @Nullable Serializable getObject() throws JMSException {
        ByteBuffer bytes = bytes();
        if (!bytes.hasRemaining()) {
            return null;
        }
        try (FilteredObjectInputStream in = new FilteredObjectInputStream(bytes, allowList)) {
            return (Serializable) in.readObject();
        } catch (IOException | ClassNotFoundException | RuntimeException | StackOverflowError e) {
            throw failed("the object cannot be deserialised: " + e, e);
        }
    }

    private ByteBuffer bytes() throws JMSException {
        EncodedMessage received = undecodedBody();
        return received == null ? serialized : received.body();
    }

    @Override
    void writeBody(MessageFields fields) {
        fields.body(BodyType.OBJECT, serialized);
    }

    @Override
    void emptyBody() {
        serialized = NULL;
    }

    @Override
    boolean hasBody() throws JMSException {
        return bytes().hasRemaining();
    }

    @Override
    @Nullable
    Object bodyAs(Class<?> requested) throws JMSException {
        Serializable object = getObject();
        return requested.isInstance(object) ? object : null;
    }

    @Override
    boolean isBodyOfType(Class<?> requested) throws JMSException {
        try {
            return requested.isInstance(getObject());
        } catch (MessageFormatException e) {
            return false; // as the interface asks when deserialisation fails
        }
    }

    private static MessageFormatException failed(String message, Throwable cause) {
        MessageFormatException exception = new MessageFormatException(message);
        exception.initCause(cause);
        return exception;
    }
}
