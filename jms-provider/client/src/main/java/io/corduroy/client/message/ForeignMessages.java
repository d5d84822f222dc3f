package io.corduroy.client.message;

import io.corduroy.client.CorduroyDestination;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageEOFException;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages that another provider made, sent through this one (Jakarta Messaging 3.1, 3.12): copied through their public
 * interface before the send, and given the header fields of the send afterwards.
 */
public final class ForeignMessages {
    private static final int PIECE_BYTES = 1 << 13;

    private ForeignMessages() {}

    /**
     * Returns a message to be sent as one of ours.
     *
     * <p>Properties that providers set by themselves (those that begin with JMSX, except for the group's) are left out,
     * and a JMSReplyTo of another provider is not preserved, as 3.12 allows. A bytes or stream message is reset on the way.
     *
     * @param message any provider's
     * @param allowList for object messages
     * @return the message itself if it is ours, otherwise a copy
     * @throws JMSException if the message cannot be read, or says something that cannot be sent
     */
    public static CorduroyMessage toOurs(Message message, ObjectAllowList allowList) throws JMSException {
        if (message instanceof CorduroyMessage ours) {
            return ours;
        }
        CorduroyMessage copy = copyBody(message, allowList);
        copyHeaders(message, copy);
        copyProperties(message, copy);
        return copy;
    }

    /**
     * Gives a message the header fields that its copy got by the send.
     *
     * @param sent what was sent for it
     * @param original what the application gave to send
     * @throws JMSException if the other provider's message refuses
     */
    public static void copyProviderHeaders(CorduroyMessage sent, Message original) throws JMSException {
        if (sent == original) {
            return;
        }
        original.setJMSDestination(sent.getJMSDestination());
        original.setJMSDeliveryMode(sent.getJMSDeliveryMode());
        original.setJMSExpiration(sent.getJMSExpiration());
        original.setJMSDeliveryTime(sent.getJMSDeliveryTime());
        original.setJMSPriority(sent.getJMSPriority());
        original.setJMSMessageID(sent.getJMSMessageID());
        original.setJMSTimestamp(sent.getJMSTimestamp());
    }

    private static CorduroyMessage copyBody(Message message, ObjectAllowList allowList) throws JMSException {
        if (message instanceof TextMessage text) {
            return new CorduroyTextMessage(text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            return copyBytes(bytes);
        }
        if (message instanceof MapMessage map) {
            CorduroyMapMessage copy = new CorduroyMapMessage();
            for (String name : names(map.getMapNames())) {
                copy.setObject(name, map.getObject(name));
            }
            return copy;
        }
        if (message instanceof StreamMessage stream) {
            return copyStream(stream);
        }
        if (message instanceof ObjectMessage object) {
            CorduroyObjectMessage copy = new CorduroyObjectMessage(allowList);
            copy.setObject(object.getObject());
            return copy;
        }
        return new CorduroyMessage();
    }

    private static CorduroyMessage copyBytes(BytesMessage message) throws JMSException {
        CorduroyBytesMessage copy = new CorduroyBytesMessage();
        message.reset();
        byte[] piece = new byte[PIECE_BYTES];
        for (int count = message.readBytes(piece); count > 0; count = message.readBytes(piece)) {
            copy.writeBytes(piece, 0, count);
        }
        message.reset();
        return copy;
    }

    private static CorduroyMessage copyStream(StreamMessage message) throws JMSException {
        CorduroyStreamMessage copy = new CorduroyStreamMessage();
        message.reset();
        try {
            while (true) {
                copy.writeObject(message.readObject());
            }
        } catch (MessageEOFException e) {
            // The only way to find out that a stream has ended.
        }
        message.reset();
        return copy;
    }

    private static void copyHeaders(Message message, CorduroyMessage copy) throws JMSException {
        copy.setJMSType(message.getJMSType());
        String correlationId = message.getJMSCorrelationID();
        if (correlationId != null) {
            copy.setJMSCorrelationID(correlationId);
        } else {
            copy.setJMSCorrelationIDAsBytes(correlationIdAsBytes(message));
        }
        if (message.getJMSReplyTo() instanceof CorduroyDestination ours) {
            copy.setJMSReplyTo(ours);
        }
    }

    private static byte @Nullable [] correlationIdAsBytes(Message message) throws JMSException {
        try {
            return message.getJMSCorrelationIDAsBytes();
        } catch (UnsupportedOperationException e) {
            return null; // as a provider without native identifiers may answer (3.4.5)
        }
    }

    private static void copyProperties(Message message, CorduroyMessage copy) throws JMSException {
        for (String name : names(message.getPropertyNames())) {
            boolean isProviders = name.startsWith("JMSX")
                    && !name.equals(PropertyNames.GROUP_ID)
                    && !name.equals(PropertyNames.GROUP_SEQ);
            if (!isProviders) {
                copy.setObjectProperty(name, message.getObjectProperty(name));
            }
        }
    }

    private static List<String> names(Enumeration<?> names) {
        return Collections.list(names).stream().map(String.class::cast).toList();
    }
}
