package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.LargeMessages;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.Origin;
import org.jspecify.annotations.Nullable;

/** What dispatch needs from the partition. */
public interface DeliveryPort {
    /** The partition's number, for frames. */
    int partition();

    /** Identity of the log, for JMSMessageID in selectors. */
    long logId();

    /** A batch if it is in memory. */
    @Nullable
    RecordBatch cached(int lane, long batchPosition);

    /**
     * Has a batch read; {@link Dispatcher#onRead} follows.
     *
     * @param onwards also those that follow it in the log, up to {@link #readAheadBytes()}
     */
    void requestRead(int lane, long batchPosition, boolean onwards);

    /** How far a read goes on. */
    int readAheadBytes();

    /** The messages in pieces of the log that a lane's messages are in. */
    LargeMessages largeMessages(int lane);

    /** Has the mark raised, durably but without haste; the subscription is signalled when it is. */
    void requestMark(Subscription subscription, int lane, long sequence);

    /** Somebody waits for what was asked to be made durable. */
    void hurry();

    /** A message that dispatch found out not to be the subscription's, by its selector. */
    void discard(Subscription subscription, int lane, long sequence);

    /** Where a message of a subscription was sent to, if it was moved. */
    Origin origin(Destination destination, Lane lane, long sequence, MessageRecord message);

    /** The time, milliseconds since 1970. */
    long nowMs();

    /** An available message that has expired: it is taken, and will be removed. */
    void expire(Subscription subscription, int lane, long sequence);
}
