package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.record.MoveReason;
import io.corduroy.protocol.Origin;

/**
 * Says where a moved message comes from: the record still names the destination that it was sent to, and the lane knows
 * why it was moved. What was moved back to where it was sent to counts as never moved.
 */
public final class Origins {
    private final PartitionState state;

    /** Of the messages of a partition. */
    public Origins(PartitionState state) {
        this.state = state;
    }

    /**
     * The origin of a message that is in a lane of a destination.
     *
     * @param message its record, as read
     * @return {@link Origin#HERE} if it is where it was sent to
     */
    public Origin of(Destination destination, Lane lane, long sequence, MessageRecord message) {
        if (message.destination() == destination.id()) {
            return Origin.HERE;
        }
        int reason = lane.moveReasonOf(sequence);
        Destination sentTo = state.destination(message.destination());
        return new Origin(
                sentTo == null ? "" : Origin.textOf(sentTo.name()),
                (reason == 0 ? MoveReason.COMMAND : MoveReason.of(reason - 1)).name());
    }
}
