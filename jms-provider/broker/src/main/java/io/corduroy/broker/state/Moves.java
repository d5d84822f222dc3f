package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.record.MoveReason;
import io.corduroy.protocol.LaneRange;

/**
 * Moves messages to the end of a queue: the entry there refers to the same bytes, so that the message keeps its
 * JMSMessageID and nothing is copied. It begins there as if it had just been sent; what is moved because it expired or
 * could not be consumed does not expire any more, or it would vanish unseen.
 */
final class Moves {
    private final Lanes lanes;

    Moves(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Moves what is pending of the range. */
    void move(MoveReason reason, Subscription from, LaneRange range, Destination target) {
        LaneProgress progress = from.lane(range.lane());
        if (progress == null) {
            return;
        }
        for (long s = progress.nextPending(range.firstSequence());
                s >= 0 && s <= range.lastSequence();
                s = progress.nextPending(s + 1)) {
            long expirationMs = reason == MoveReason.COMMAND ? progress.lane().expirationOf(s) : 0;
            long bodyBytes = lanes.records(range.lane())
                    .large()
                    .bodyBytesAt(progress.lane().positionOf(s), progress.lane().recordIndexOf(s));
            long recordBytes = progress.lane().lengthOf(s) - bodyBytes;
            lanes.enqueueUnread(
                    target,
                    range.lane(),
                    progress.lane().positionOf(s),
                    progress.lane().recordIndexOf(s),
                    (int) Math.max(0, Math.min(Integer.MAX_VALUE, recordBytes)),
                    expirationMs,
                    null);
            Lane arrived = target.laneIfPresent(range.lane());
            if (arrived != null) {
                arrived.setMoveReasonOfLast(1 + reason.number());
            }
            lanes.acknowledge(from, progress, range.lane(), s);
            count(reason, from.destination().traffic());
        }
        if (from.destination().hasHadGroups() && range.lane() < Lanes.FIRST_TRANSIENT) {
            target.onGroup();
        }
    }

    /** Removes what is pending of the range, for it goes nowhere. */
    void remove(MoveReason reason, Subscription from, LaneRange range) {
        LaneProgress progress = from.lane(range.lane());
        for (long s = progress == null ? -1 : progress.nextPending(range.firstSequence());
                s >= 0 && s <= range.lastSequence() && progress != null;
                s = progress.nextPending(s + 1)) {
            lanes.acknowledge(from, progress, range.lane(), s);
            count(reason, from.destination().traffic());
        }
    }

    private static void count(MoveReason reason, Traffic traffic) {
        switch (reason) {
            case EXPIRED -> traffic.onExpired();
            case DELIVERIES_USED_UP -> traffic.onDeadLettered();
            case COMMAND -> {} // neither of these
        }
    }

    /** The target is gone: what was taken for the move is available again. */
    void stay(Subscription subscription, LaneRange range) {
        LaneProgress progress = subscription.lane(range.lane());
        for (long s = progress == null ? -1 : progress.nextPending(range.firstSequence());
                s >= 0 && s <= range.lastSequence() && progress != null;
                s = progress.nextPending(s + 1)) {
            lanes.giveBack(subscription, range.lane(), s);
        }
    }
}
