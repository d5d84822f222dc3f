package io.corduroy.broker;

import io.corduroy.broker.delivery.DeliveryPort;
import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.MessageRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.LargeMessages;
import io.corduroy.broker.state.Origins;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What dispatch needs, from the partition's logs, its state and its journal. */
final class PartitionPort implements DeliveryPort {
    private final int partition;
    private final BrokerConfig config;
    private final Logs logs;
    private final PartitionState state;
    private final Journal journal;
    private final PartitionShell shell;
    private final Origins origins;
    // Set once all are made: expiry needs dispatch, and dispatch needs this.
    private @Nullable Expiry expiry;

    PartitionPort(
            int partition,
            BrokerConfig config,
            Logs logs,
            PartitionState state,
            Journal journal,
            PartitionShell shell) {
        this.partition = partition;
        this.config = config;
        this.logs = logs;
        this.state = state;
        this.journal = journal;
        this.shell = shell;
        this.origins = new Origins(state);
    }

    void use(Expiry newExpiry) {
        expiry = newExpiry;
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public long logId() {
        return state.logId();
    }

    @Override
    public long nowMs() {
        return journal.nowMs();
    }

    @Override
    public @Nullable RecordBatch cached(int lane, long batchPosition) {
        return logs.of(Logs.nameOf(lane)).cached(batchPosition);
    }

    @Override
    public void requestRead(int lane, long batchPosition, boolean onwards) {
        LogName name = Logs.nameOf(lane);
        shell.submitRead(name, logs.of(name).read(batchPosition, onwards ? config.readAheadBytes() : 0));
    }

    @Override
    public int readAheadBytes() {
        return config.readAheadBytes();
    }

    @Override
    public LargeMessages largeMessages(int lane) {
        return state.largeMessages(Logs.nameOf(lane) == LogName.TRANSIENT);
    }

    @Override
    public Origin origin(Destination destination, Lane lane, long sequence, MessageRecord message) {
        return origins.of(destination, lane, sequence, message);
    }

    @Override
    public void requestMark(Subscription subscription, int lane, long sequence) {
        journal.appendPatiently(
                journal.write.dispatchMark(subscription.id(), lane, sequence), subscription.destination());
    }

    @Override
    public void hurry() {
        journal.hurry();
    }

    @Override
    public void discard(Subscription subscription, int lane, long sequence) {
        LaneRange one = new LaneRange(lane, sequence, sequence);
        if (subscription.isDurable(lane)) {
            state.volatileChanges().take(subscription, one);
            journal.append(journal.write.acknowledged(subscription.id(), 0, List.of(one)));
        } else {
            state.volatileChanges().acknowledge(subscription, one);
        }
    }

    @Override
    public void expire(Subscription subscription, int lane, long sequence) {
        Expiry used = expiry;
        if (used == null) {
            throw new IllegalStateException("dispatch before the partition is complete");
        }
        used.onExpired(subscription, lane, sequence);
    }
}
