package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;

/**
 * Finds out which groups the messages belong to that an epoch before has handed out: from the messages' headers, and not before
 * a message with a group is met, since most queues have none.
 */
final class GroupReader implements Dispatcher.ReadWaiter {
    private final Dispatcher dispatcher;
    private final Subscription subscription;
    private final HandedOut handedOut;
    private final Learner learner;
    private final MessageRecord message = new MessageRecord();
    /** Those to look at, from {@link #next} on. */
    private long[] keys = {};

    private int next;

    /** Who wants to know. */
    interface Learner {
        /** The group of a message that is handed out. */
        void onGroup(long key, int group);

        /** What could not be known at once is known now. */
        void onGroupsKnown();
    }

    GroupReader(Dispatcher dispatcher, Subscription subscription, HandedOut handedOut, Learner learner) {
        this.dispatcher = dispatcher;
        this.subscription = subscription;
        this.handedOut = handedOut;
        this.learner = learner;
    }

    /** Looks; false if something has to be read first, and the learner will be told. */
    boolean findAll() {
        while (handedOut.unknownGroups() > 0) {
            if (next == keys.length) {
                keys = handedOut.keysOf(Groups.UNKNOWN);
                next = 0;
            }
            long key = keys[next];
            boolean unknown = handedOut.holder(key) != null && handedOut.group(key) == Groups.UNKNOWN;
            if (unknown && !find(key)) {
                return false;
            }
            next++;
        }
        return true;
    }

    private boolean find(long key) {
        int lane = Subscription.laneOf(key);
        long sequence = Subscription.sequenceOf(key);
        LaneProgress progress = subscription.lane(lane);
        if (progress == null || !progress.isPending(sequence)) {
            throw new IllegalStateException(
                    "lane " + lane + ", sequence " + sequence + " is handed out, and not there any more");
        }
        long position = progress.lane().positionOf(sequence);
        RecordBatch batch = dispatcher.port.cached(lane, position);
        if (batch == null) {
            dispatcher.awaitRead(this, lane, position);
            return false;
        }
        message.read(batch.record(progress.lane().recordIndexOf(sequence)), batch.baseTimestampMs());
        learner.onGroup(key, Groups.of(message.groupId()));
        return true;
    }

    @Override
    public void onReadEnded() {
        if (subscription.isDeleted() || findAll()) {
            learner.onGroupsKnown();
        }
    }
}
