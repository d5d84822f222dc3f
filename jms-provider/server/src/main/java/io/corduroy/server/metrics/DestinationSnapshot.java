package io.corduroy.server.metrics;

/**
 * A destination at a moment, or the sum of those that have no figures of their own.
 *
 * @param kind queue, topic, or destinations for a sum
 * @param name of the destination, or others
 * @param messages not yet acknowledged; of a topic, summed over its subscriptions
 * @param subscriptions of a topic; 1 for a queue
 * @param oldestMessageAgeMs how long the oldest message waits, as far as is known; 0 for none and for a sum
 * @param retained messages that nobody has to consume any more and that are kept for replay
 * @param retainedBytes of these
 * @param rates between the last two looks
 * @param sent since the node started, as all that follow
 * @param acknowledged messages
 * @param redelivered messages
 * @param expired messages
 * @param deadLettered messages
 */
public record DestinationSnapshot(
        String kind,
        String name,
        long messages,
        long subscriptions,
        long oldestMessageAgeMs,
        long retained,
        long retainedBytes,
        Rates rates,
        long sent,
        long acknowledged,
        long redelivered,
        long expired,
        long deadLettered) {

    /** The sum of destinations without figures of their own. */
    public static DestinationSnapshot others(Iterable<DestinationSnapshot> destinations) {
        DestinationSnapshot sum =
                new DestinationSnapshot("destinations", "others", 0, 0, 0, 0, 0, Rates.NONE, 0, 0, 0, 0, 0);
        for (DestinationSnapshot each : destinations) {
            sum = new DestinationSnapshot(
                    sum.kind,
                    sum.name,
                    sum.messages + each.messages,
                    sum.subscriptions + each.subscriptions,
                    0,
                    sum.retained + each.retained,
                    sum.retainedBytes + each.retainedBytes,
                    sum.rates.plus(each.rates),
                    sum.sent + each.sent,
                    sum.acknowledged + each.acknowledged,
                    sum.redelivered + each.redelivered,
                    sum.expired + each.expired,
                    sum.deadLettered + each.deadLettered);
        }
        return sum;
    }

    /** The same with the age of its oldest message. */
    public DestinationSnapshot withOldestMessageAgeMs(long ageMs) {
        return new DestinationSnapshot(
                kind,
                name,
                messages,
                subscriptions,
                ageMs,
                retained,
                retainedBytes,
                rates,
                sent,
                acknowledged,
                redelivered,
                expired,
                deadLettered);
    }
}
