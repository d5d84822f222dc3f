package io.corduroy.client.message;

import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import java.nio.ByteBuffer;

/** Makes what an application receives out of what was delivered: for one session, by its thread. */
public final class MessageDecoder {
    private final ObjectAllowList allowList;
    private final Acknowledger acknowledger;

    /**
     * Makes the decoder of a session.
     *
     * @param allowList what object messages may deserialise
     * @param acknowledger what their {@code acknowledge()} does
     */
    public MessageDecoder(ObjectAllowList allowList, Acknowledger acknowledger) {
        this.allowList = allowList;
        this.acknowledger = acknowledger;
    }

    /**
     * Makes a message whose body came with it. Nothing but its kind is decoded before it is asked for.
     *
     * @param message in the encoding of {@link io.corduroy.protocol.message}; must not change any more
     * @param headers as the delivery said
     * @return a message of the class that fits the body, with read-only body and properties
     * @throws JMSException if the bytes are no message
     */
    public CorduroyMessage decode(ByteBuffer message, ProviderHeaders headers) throws JMSException {
        EncodedMessage view = EncodedMessage.of(message);
        CorduroyMessage decoded = newMessage(view);
        decoded.receive(message, view, headers, acknowledger);
        return decoded;
    }

    /**
     * Makes a bytes message whose body stays outside of the memory.
     *
     * @param message its encoding without the body
     * @param headers as the delivery said
     * @param body where the body is
     * @return a message with read-only body and properties
     * @throws JMSException if the bytes are no bytes message
     */
    public CorduroyBytesMessage decodeLarge(ByteBuffer message, ProviderHeaders headers, LargeBody body)
            throws JMSException {
        CorduroyMessage decoded = decode(message, headers);
        if (decoded instanceof CorduroyBytesMessage bytesMessage) {
            bytesMessage.receiveLarge(body);
            return bytesMessage;
        }
        throw new MessageFormatException("a large body came with a "
                + decoded.getClass().getSimpleName() + ", expected with a bytes message only");
    }

    private CorduroyMessage newMessage(EncodedMessage view) throws MessageFormatException {
        try {
            return switch (view.bodyType()) {
                case NONE -> new CorduroyMessage();
                case TEXT -> new CorduroyTextMessage();
                case BYTES -> CorduroyBytesMessage.received();
                case MAP -> new CorduroyMapMessage();
                case STREAM -> new CorduroyStreamMessage();
                case OBJECT -> new CorduroyObjectMessage(allowList);
            };
        } catch (MalformedMessageException e) {
            throw CorduroyMessage.malformed(e);
        }
    }
}
