package io.corduroy.broker.delivery;

import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.LaneRange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was handed out of one subscription and is not settled, and therefore who may get what next: a message is settled when
 * the state says that it is acknowledged, gone, or available again, and not before.
 */
final class Holdings implements GroupReader.Learner {
    private final HandedOut handedOut = new HandedOut();
    private final Groups groups = new Groups();
    private final GroupReader reader;
    private final Listener listener;
    /** Of everything, but for what rests; kept from the first exclusive consumer on. */
    private @Nullable Custody all;

    /** Who has to act. */
    interface Listener {
        /** Consumers that were refused something may get it now. */
        void onFreed();

        /** {@link #knowsGroups} would be true now. */
        void onGroupsKnown();
    }

    Holdings(Dispatcher dispatcher, Subscription subscription, Listener listener) {
        this.listener = listener;
        reader = new GroupReader(dispatcher, subscription, handedOut, this);
    }

    // Asking

    @Nullable
    Holder holder(int lane, long sequence) {
        return handedOut.holder(Subscription.key(lane, sequence));
    }

    boolean areGroupsUsed() {
        return groups.areUsed();
    }

    /** Whether it is known of each message which group it is of; if not, that is being read. */
    boolean knowsGroups() {
        return reader.findAll();
    }

    /** Whether a consumer may get the next message of a group. */
    boolean mayTake(Consumer consumer, int group) {
        return groups.mayTake(consumer, group);
    }

    /** Whether others have finished what they have of a subscription with an exclusive consumer. */
    boolean isLeftTo(Consumer exclusive) {
        return all == null || all.isLeftTo(exclusive);
    }

    /** Whether a message was handed out in an epoch before, and nobody has looked which group it is of. */
    boolean isOfUnknownGroup(int lane, long sequence) {
        return handedOut.group(Subscription.key(lane, sequence)) == Groups.UNKNOWN;
    }

    /** The consumers that hold something of the group of a message that was handed out. */
    List<Consumer> inGroupOf(int lane, long sequence) {
        return groups.holders(handedOut.group(Subscription.key(lane, sequence)));
    }

    /** What a consumer holds, in order. */
    List<LaneRange> rangesOf(Consumer consumer) {
        RangeBuilder ranges = new RangeBuilder();
        long[] keys = consumer.heldCount() == 0 ? new long[0] : handedOut.keysOf(consumer);
        for (int lane = 0; lane < LaneRange.LANES; lane++) {
            for (long key : keys) {
                if (Subscription.laneOf(key) == lane) {
                    ranges.add(lane, Subscription.sequenceOf(key));
                }
            }
        }
        return ranges.build();
    }

    // Changing

    /** An exclusive consumer is there: from now on everything is counted. */
    void countAll() {
        if (all != null) {
            return;
        }
        Custody counted = new Custody();
        handedOut.forEach((key, holder, group) -> {
            if (holder != Holder.Nobody.RESTING) {
                counted.add(holder);
            }
        });
        all = counted;
    }

    /** A message is handed out by a consumer's turn. */
    void handOut(Consumer consumer, int lane, long sequence, int group) {
        groups.prefer(group, consumer);
        give(Subscription.key(lane, sequence), consumer, group);
    }

    /** A message that is taken is somebody's, who may have had it before. */
    void give(int lane, long sequence, Holder to) {
        long key = Subscription.key(lane, sequence);
        give(key, to, handedOut.holder(key) == null ? Groups.UNKNOWN : handedOut.group(key));
    }

    private void give(long key, Holder to, int group) {
        Holder from = handedOut.holder(key);
        if (to.equals(from)) {
            return;
        }
        handedOut.put(key, to, group);
        groups.add(group, to);
        if (to instanceof Consumer consumer) {
            consumer.onHeld(1);
        }
        if (all != null && to != Holder.Nobody.RESTING) {
            all.add(to);
        }
        if (from != null) {
            leave(from, group);
        }
    }

    private void leave(Holder from, int group) {
        boolean freed = groups.remove(group, from);
        if (from instanceof Consumer consumer) {
            consumer.onHeld(-1);
        }
        if (all != null && from != Holder.Nobody.RESTING) {
            freed |= all.remove(from);
        }
        if (freed) {
            listener.onFreed();
        }
    }

    /** A message that was handed out is nobody's any more. */
    void settle(int lane, long sequence) {
        long key = Subscription.key(lane, sequence);
        Holder from = handedOut.holder(key);
        if (from != null) {
            int group = handedOut.group(key);
            handedOut.remove(key);
            leave(from, group);
        }
    }

    /** A consumer is closed: no group waits for it once it holds nothing any more. */
    void onClosed(Consumer consumer) {
        groups.onClosed(consumer);
        if (groups.areUsed() || all != null) {
            listener.onFreed();
        }
    }

    @Override
    public void onGroup(long key, int group) {
        Holder holder = handedOut.holder(key);
        if (holder == null) {
            throw new IllegalStateException("message " + key + " is not handed out");
        }
        handedOut.put(key, holder, group);
        groups.add(group, holder);
        if (holder instanceof Consumer consumer) {
            groups.prefer(group, consumer);
        }
    }

    @Override
    public void onGroupsKnown() {
        listener.onGroupsKnown();
    }
}
