package io.corduroy.broker.delivery;

import io.corduroy.broker.state.NumberMap;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Which consumer of a subscription may have which message group (JMSXGroupID; Jakarta Messaging 3.1, 3.5.6).
 *
 * <p>A group stays with its holders until everything that was handed out of it is settled: so its messages are handled one
 * after the other. Beyond that it prefers the consumer that had it last, as long as that one is open; those preferences are
 * kept for groups in buckets, so that their number does not grow with that of the groups.
 */
final class Groups {
    /** Of messages without a group. */
    static final int NONE = 0;
    /** Of messages that somebody holds of an epoch before, and nobody has looked at. */
    static final int UNKNOWN = 1;

    private static final int BUCKETS = 256;

    /** Groups of which something is handed out. */
    private final NumberMap<Custody> custodies = new NumberMap<>();
    /** The consumer that a bucket of groups prefers. */
    private @Nullable Consumer[] preferred = {};

    /** A number for a group; two of the same number are treated as one group. */
    static int of(String name) {
        if (name.isEmpty()) {
            return NONE;
        }
        CRC32C hash = new CRC32C();
        hash.update(name.getBytes(StandardCharsets.UTF_8));
        int group = (int) hash.getValue();
        return group == NONE || group == UNKNOWN ? group + 2 : group;
    }

    private static int bucketOf(int group) {
        return Integer.remainderUnsigned(group, BUCKETS);
    }

    private static boolean isGroup(int group) {
        return group != NONE && group != UNKNOWN;
    }

    /** Whether any group was ever seen here. */
    boolean areUsed() {
        return preferred.length > 0;
    }

    /** Whether a consumer may get the next message of a group. */
    boolean mayTake(Consumer consumer, int group) {
        if (group == NONE || !areUsed()) {
            return true;
        }
        Custody custody = custodies.get(group);
        Consumer favourite = preferred[bucketOf(group)];
        boolean alone = consumer.mode() == Mode.EXCLUSIVE; // the others stand by, whatever they had
        boolean waitsForFavourite = !alone && favourite != null && favourite != consumer && !favourite.isClosed();
        if (waitsForFavourite && (custody == null || !custody.includes(consumer))) {
            return false; // until that one is closed
        }
        return custody == null || custody.isLeftTo(consumer);
    }

    /** A consumer is given a message of a group by its turn, and the group prefers it from now on. */
    void prefer(int group, Consumer consumer) {
        if (!isGroup(group)) {
            return;
        }
        if (!areUsed()) {
            preferred = new Consumer[BUCKETS];
        }
        preferred[bucketOf(group)] = consumer;
    }

    /** A message of a group is somebody's. */
    void add(int group, Holder holder) {
        if (!isGroup(group)) {
            return;
        }
        if (!areUsed()) {
            preferred = new Consumer[BUCKETS];
        }
        Custody custody = custodies.get(group);
        if (custody == null) {
            custody = new Custody();
            custodies.put(group, custody);
        }
        custody.add(holder);
    }

    /**
     * A message of a group is not somebody's any more.
     *
     * @return whether consumers that were refused may be served now
     */
    boolean remove(int group, Holder holder) {
        Custody custody = isGroup(group) ? custodies.get(group) : null;
        if (custody == null) {
            return false;
        }
        boolean freed = custody.remove(holder);
        if (custody.isEmpty()) {
            custodies.remove(group);
        }
        return freed;
    }

    /** The consumers that hold something of a group. */
    List<Consumer> holders(int group) {
        Custody custody = isGroup(group) ? custodies.get(group) : null;
        return custody == null ? List.of() : custody.consumers();
    }

    /** A consumer is closed: no group prefers it. */
    void onClosed(Consumer consumer) {
        for (int i = 0; i < preferred.length; i++) {
            if (preferred[i] == consumer) {
                preferred[i] = null;
            }
        }
    }
}
