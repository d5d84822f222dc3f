package io.corduroy.broker.delivery;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which consumer of a subscription has which message groups (JMSXGroupID; Jakarta Messaging 3.1, 3.5.6). A group goes
 * to whoever takes its first message and stays there until that consumer is closed and nothing of the group is in
 * flight with it any more, so that a group's messages are handled one after the other.
 *
 * <p>Groups are gathered in buckets by a hash of their names, and a bucket moves as a whole: memory is bounded whatever
 * the number of groups. Volatile: after a restart groups are given anew.
 */
final class Groups {
    /** The bucket of messages without a group. */
    static final int NONE = -1;

    private static final int BUCKETS = 256;

    private @Nullable Consumer[] owners = {};
    /** Deliveries in flight per bucket. */
    private int[] inFlight = {};

    static int bucketOf(String group) {
        if (group.isEmpty()) {
            return NONE;
        }
        CRC32C hash = new CRC32C();
        hash.update(group.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % BUCKETS);
    }

    /** Whether any group was ever seen here. */
    boolean isUsed() {
        return owners.length > 0;
    }

    /** Whether a consumer has the bucket, or may have it. */
    boolean mayTake(Consumer consumer, int bucket) {
        if (bucket == NONE || !isUsed()) {
            return true;
        }
        Consumer owner = owners[bucket];
        return owner == null || owner == consumer || isFree(bucket, owner);
    }

    private boolean isFree(int bucket, Consumer owner) {
        return owner.isClosed() && inFlight[bucket] == 0;
    }

    /** A consumer holds a delivery of the bucket, which is its own from now on. */
    void onHeld(Consumer consumer, int bucket) {
        if (!isUsed()) {
            owners = new Consumer[BUCKETS];
            inFlight = new int[BUCKETS];
        }
        owners[bucket] = consumer;
        inFlight[bucket]++;
    }

    /**
     * A delivery of the bucket is not held any more.
     *
     * @return whether the bucket is free for others now
     */
    boolean onLetGo(int bucket) {
        inFlight[bucket]--;
        Consumer owner = owners[bucket];
        return owner != null && isFree(bucket, owner);
    }
}
