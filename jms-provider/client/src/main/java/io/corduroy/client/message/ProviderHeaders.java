package io.corduroy.client.message;

import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.Origin;
import jakarta.jms.Destination;
import org.jspecify.annotations.Nullable;

/**
 * The header fields that the provider sets, on send or before delivery (Jakarta Messaging 3.1, table 3-1). They are not
 * part of a message's encoding: frames and records carry them.
 *
 * @param identity JMSMessageID; null if the producer asked for none
 * @param destination JMSDestination
 * @param persistent JMSDeliveryMode
 * @param priority JMSPriority, 0 to 9
 * @param timestampMs JMSTimestamp; 0 if the producer asked for none
 * @param expirationMs JMSExpiration; 0: never
 * @param deliveryTimeMs JMSDeliveryTime
 * @param deliveryCount JMSXDeliveryCount: 1 for the first delivery, 0 on the side of the sender
 * @param origin where it was sent to, if it was moved to the queue that it comes from
 */
public record ProviderHeaders(
        @Nullable MessageIdentity identity,
        Destination destination,
        boolean persistent,
        int priority,
        long timestampMs,
        long expirationMs,
        long deliveryTimeMs,
        int deliveryCount,
        Origin origin) {}
