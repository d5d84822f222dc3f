package io.corduroy.client.engine;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A message handed to a consumer.
 *
 * @param partition where it lies
 * @param consumerId whom it is for
 * @param lane lane of the destination
 * @param sequence identity in the lane
 * @param deliveryCount 1 for the first time
 * @param logId part of the JMSMessageID
 * @param producer part of the JMSMessageID
 * @param producerSequence part of the JMSMessageID
 * @param timestampMs JMSTimestamp
 * @param expirationMs JMSExpiration, 0: never
 * @param deliveryTimeMs JMSDeliveryTime
 * @param bodyBytes length of the body of a message in pieces; 0 if it is whole
 * @param pieces how many pieces it has; 0 if it is whole
 * @param origin where it was sent to, if it was moved
 * @param message its bytes; they stay valid and do not change
 */
public record Delivery(
        int partition,
        int consumerId,
        int lane,
        long sequence,
        int deliveryCount,
        long logId,
        long producer,
        long producerSequence,
        long timestampMs,
        long expirationMs,
        long deliveryTimeMs,
        long bodyBytes,
        int pieces,
        Origin origin,
        ByteBuffer message) {

    /** About what it costs to keep it waiting. */
    public int sizeBytes() {
        return message.remaining() + 128;
    }

    /**
     * Adds it to what waits for the same consumer: what was released comes back behind what waits already, and belongs before
     * it (Jakarta Messaging 3.1, 6.2.9): behind what comes earlier in its lane, and then before what comes later in its lane or
     * has a lower priority.
     */
    public void addTo(Deque<Delivery> waiting) {
        int behind = deliveryCount > 1 ? countBehind(waiting) : 0;
        Deque<Delivery> after = new ArrayDeque<>(behind);
        for (int i = 0; i < behind; i++) {
            after.push(waiting.removeLast());
        }
        waiting.add(this);
        waiting.addAll(after);
    }

    private int countBehind(Deque<Delivery> waiting) {
        int left = waiting.size();
        int behind = 0;
        for (Delivery each : waiting) {
            boolean later = each.lane == lane ? sequence < each.sequence : priority() > each.priority();
            if (each.lane == lane && !later) {
                behind = 0;
            } else if (later && behind == 0) {
                behind = left;
            }
            left--;
        }
        return behind;
    }

    /** What is acknowledged, or given back, when it is this message alone. */
    public LaneRange range() {
        return new LaneRange(lane, sequence, sequence);
    }

    /** JMSPriority. */
    public int priority() {
        return lane % 10;
    }

    /** JMSDeliveryMode. */
    public boolean persistent() {
        return lane < LaneRange.FIRST_VOLATILE || lane >= LaneRange.FIRST_PERSISTENT_FOR_NOBODY;
    }
}
