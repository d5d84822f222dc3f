package io.corduroy.broker.state;

import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A transaction that is not decided: what was sent and acknowledged in it, in order. */
public final class Transaction {
    private final long id;
    private final Client client;
    private final int session;
    private final long number;
    private final Sends durableSends = new Sends();
    private final List<Acknowledgment> acknowledgments = new ArrayList<>();
    private @Nullable Prepared prepared;

    /** Messages acknowledged in one subscription. */
    record Acknowledgment(int subscription, List<LaneRange> ranges) {}

    /** Where the sent messages are and where they shall go, without an object for each. */
    static final class Sends {
        int count;
        long[] positions = new long[4];
        char[] recordIndexes = new char[4];
        int[] recordBytes = new int[4];
        int[] destinations = new int[4];
        byte[] lanes = new byte[4];
        long[] expirations = new long[4];
        /** When they may be delivered, 0 at once. */
        long[] dueTimes = new long[4];
        /** As long as the others, if one of them has an identifier. */
        private @Nullable DuplicateId[] duplicateIds = {};

        void add(
                long position,
                int recordIndex,
                int lengthBytes,
                int destination,
                int lane,
                long expirationMs,
                long dueMs) {
            if (count == positions.length) {
                int length = 2 * count;
                positions = Arrays.copyOf(positions, length);
                recordIndexes = Arrays.copyOf(recordIndexes, length);
                recordBytes = Arrays.copyOf(recordBytes, length);
                destinations = Arrays.copyOf(destinations, length);
                lanes = Arrays.copyOf(lanes, length);
                expirations = Arrays.copyOf(expirations, length);
                dueTimes = Arrays.copyOf(dueTimes, length);
            }
            positions[count] = position;
            recordIndexes[count] = (char) recordIndex;
            recordBytes[count] = lengthBytes;
            destinations[count] = destination;
            lanes[count] = (byte) lane;
            expirations[count] = expirationMs;
            dueTimes[count] = dueMs;
            count++;
        }

        void setDuplicateIdOfLast(DuplicateId id) {
            setDuplicateId(count - 1, id);
        }

        void setDuplicateId(int send, DuplicateId id) {
            if (duplicateIds.length < positions.length) {
                duplicateIds = Arrays.copyOf(duplicateIds, positions.length);
            }
            duplicateIds[send] = id;
        }

        @Nullable
        DuplicateId duplicateId(int send) {
            return send < duplicateIds.length ? duplicateIds[send] : null;
        }
    }

    Transaction(long id, Client client, int session, long number) {
        this.id = id;
        this.client = client;
        this.session = session;
        this.number = number;
    }

    /** The partition's number of it. */
    public long id() {
        return id;
    }

    public Client client() {
        return client;
    }

    public int session() {
        return session;
    }

    /** The session's number of it. */
    public long number() {
        return number;
    }

    /** What every partition calls it. */
    public TransactionName name() {
        return new TransactionName(client.instance(), session, number);
    }

    /**
     * Who decides about it, once it is prepared.
     *
     * @return null as long as it is not
     */
    public @Nullable Prepared prepared() {
        return prepared;
    }

    void prepare(Prepared how) {
        prepared = how;
    }

    Sends durableSends() {
        return durableSends;
    }

    List<Acknowledgment> acknowledgments() {
        return acknowledgments;
    }

    /** Whether a delivery was acknowledged in it. */
    public boolean acknowledges(Subscription subscription, int lane, long sequence) {
        for (Acknowledgment each : acknowledgments) {
            for (LaneRange range : each.ranges()) {
                boolean within = range.firstSequence() <= sequence && sequence <= range.lastSequence();
                if (within && range.lane() == lane && each.subscription() == subscription.id()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Told of what was acknowledged in a transaction. */
    @FunctionalInterface
    public interface AcknowledgmentVisitor {
        /** Messages of a subscription, by its number. */
        void visit(int subscription, LaneRange range);
    }

    /** Visits what was acknowledged in it. */
    public void forEachAcknowledged(AcknowledgmentVisitor visitor) {
        acknowledgments.forEach(each -> each.ranges().forEach(range -> visitor.visit(each.subscription(), range)));
    }

    /** How many durable messages were sent in it. */
    public long sendCount() {
        return durableSends.count;
    }

    /** How many durable messages were acknowledged in it. */
    public long acknowledgmentCount() {
        long count = 0;
        for (Acknowledgment each : acknowledgments) {
            for (LaneRange range : each.ranges()) {
                count += range.count();
            }
        }
        return count;
    }
}
