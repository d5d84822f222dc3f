package io.corduroy.client.message;

import io.corduroy.client.CorduroyQueue;
import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.Origin;
import jakarta.jms.JMSException;

/** Takes messages the way from a sender to a receiver, without anything between. */
final class Deliveries {
    static final MessageIdentity IDENTITY = new MessageIdentity(0xbeef, 7, 42);

    private static final MessageDecoder DECODER = new MessageDecoder(ObjectAllowList.defaults(), () -> {});

    private Deliveries() {}

    static ProviderHeaders headers(int deliveryCount) {
        return new ProviderHeaders(
                IDENTITY, new CorduroyQueue("orders"), true, 4, 1_000L, 5_000L, 2_000L, deliveryCount, Origin.HERE);
    }

    /** What a consumer gets when this message is sent. */
    @SuppressWarnings("unchecked") // a message arrives as what it was sent
    static <T extends CorduroyMessage> T deliver(T message) throws JMSException {
        return (T) DECODER.decode(message.encode(), headers(1));
    }
}
