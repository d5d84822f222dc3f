package io.corduroy.client;

import io.corduroy.client.engine.Delivery;
import io.corduroy.client.message.CorduroyMessage;
import io.corduroy.client.message.MessageDecoder;
import io.corduroy.client.message.ProviderHeaders;
import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import jakarta.jms.JMSException;

/** Makes messages of deliveries: decoded, with the provider's headers, and the whole of a large body at hand. */
final class DeliveredMessages {

    private final MessageDecoder decoder;
    private final LargeBodies largeBodies;
    private final int largeMessageBytes;

    DeliveredMessages(MessageDecoder decoder, LargeBodies largeBodies, int largeMessageBytes) {
        this.decoder = decoder;
        this.largeBodies = largeBodies;
        this.largeMessageBytes = largeMessageBytes;
    }

    CorduroyMessage messageOf(Delivery delivery, CorduroyDestination destination) throws JMSException {
        ProviderHeaders headers = new ProviderHeaders(
                new MessageIdentity(delivery.logId(), delivery.producer(), delivery.producerSequence()),
                destination,
                delivery.persistent(),
                delivery.priority(),
                delivery.timestampMs(),
                delivery.expirationMs(),
                delivery.deliveryTimeMs(),
                delivery.deliveryCount(),
                delivery.origin());
        if (delivery.pieces() == 0) {
            return decoder.decode(delivery.message(), headers);
        }
        boolean toFile = delivery.bodyBytes() > largeMessageBytes && isBytes(delivery);
        return toFile
                ? decoder.decodeLarge(delivery.message(), headers, largeBodies.inFile(delivery))
                : decoder.decode(largeBodies.inMemory(delivery), headers);
    }

    private static boolean isBytes(Delivery delivery) throws JMSException {
        try {
            return EncodedMessage.of(delivery.message()).bodyType() == BodyType.BYTES;
        } catch (MalformedMessageException e) {
            throw Exceptions.withCause(new JMSException("a message cannot be decoded: " + e.getMessage()), e);
        }
    }
}
