package io.corduroy.client.engine;

import io.corduroy.protocol.DestinationName;
import java.nio.ByteBuffer;

/**
 * One message to send.
 *
 * @param sessionId a session opened before
 * @param destination where to
 * @param partition the partition of the destination, as {@link ClientEngine#openDestination} told
 * @param sequence from 1, rising per session and partition: the caller numbers, because it names the message before the
 *     engine has seen it
 * @param transacted whether it belongs to the session's transaction
 * @param persistent JMSDeliveryMode
 * @param priority 0 to 9
 * @param timestampMs JMSTimestamp
 * @param timeToLiveMs 0: for ever
 * @param deliveryDelayMs 0: none
 * @param groupId JMSXGroupID, empty if none
 * @param pieces how many pieces were sent before, 0 for a message that is whole
 * @param message its bytes, which must not change any more
 */
public record SendRequest(
        int sessionId,
        DestinationName destination,
        int partition,
        long sequence,
        boolean transacted,
        boolean persistent,
        int priority,
        long timestampMs,
        long timeToLiveMs,
        long deliveryDelayMs,
        String groupId,
        int pieces,
        ByteBuffer message) {}
