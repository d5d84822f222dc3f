package io.corduroy.client.engine;

import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One transaction of a session: what it has sent and acknowledged on which partition, so that the commit can say how much
 * there must be.
 *
 * <p>OPEN → COMMITTING → ENDED, or from either to DOOMED: it can only be rolled back.
 */
final class TransactionState {

    enum State {
        OPEN,
        COMMITTING,
        DOOMED,
        ENDED
    }

    /** What one partition has of it. */
    static final class Part {
        final int partition;
        long sends;
        /** Of these, confirmed ones that do not outlive the partition's epoch. */
        long fleetingSends;

        long acknowledgments;
        /** The session has nothing of it any more: if it is rolled back, the broker gives back what was acknowledged in it. */
        boolean givenUp;

        Part(int partition) {
            this.partition = partition;
        }
    }

    /** Messages that leave the session's hands with the commit. */
    private record Acknowledged(ConsumerState consumer, List<LaneRange> ranges) {}

    final long number;
    private final NavigableMap<Integer, Part> parts = new TreeMap<>();
    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private State state = State.OPEN;
    private Optional<Failure> doom = Optional.empty();

    TransactionState(long number) {
        this.number = number;
    }

    Part part(int partition) {
        return parts.computeIfAbsent(partition, Part::new);
    }

    boolean hasPart(int partition) {
        return parts.containsKey(partition);
    }

    List<Part> parts() {
        return List.copyOf(parts.values());
    }

    void onAcknowledged(ConsumerState consumer, List<LaneRange> ranges) {
        acknowledged.add(new Acknowledged(consumer, ranges));
    }

    /** What a partition had in memory only is lost: the commit must not ask for it. */
    void onEpochChanged(int partition) {
        Part part = parts.get(partition);
        if (part == null) {
            return;
        }
        part.sends -= part.fleetingSends;
        part.fleetingSends = 0;
        for (int i = 0; i < acknowledged.size(); i++) {
            ConsumerState consumer = acknowledged.get(i).consumer();
            if (consumer.partition() == partition) {
                List<LaneRange> durable = acknowledged.get(i).ranges().stream()
                        .filter(range -> !consumer.isFleeting(range.lane()))
                        .toList();
                part.acknowledgments -= acknowledged.get(i).ranges().stream()
                                .mapToLong(LaneRange::count)
                                .sum()
                        - durable.stream().mapToLong(LaneRange::count).sum();
                acknowledged.set(i, new Acknowledged(consumer, durable));
            }
        }
    }

    /** Its sends need not be repeated any more. */
    boolean isOver() {
        return state == State.DOOMED || state == State.ENDED;
    }

    Optional<Failure> doom() {
        return doom;
    }

    void onCommitting() {
        state = State.COMMITTING;
    }

    /** Something of it is lost; the first reason is told. */
    void onDoomed(Failure why) {
        if (state != State.ENDED && doom.isEmpty()) {
            doom = Optional.of(why);
            state = State.DOOMED;
        }
    }

    void onCommitted() {
        state = State.ENDED;
        acknowledged.forEach(each -> each.consumer().onAcknowledgmentDone(each.ranges()));
    }

    /** It survives us: what was acknowledged in it is not ours any more, whatever becomes of it. */
    void onPrepared() {
        onCommitted();
    }

    void onRolledBack() {
        state = State.ENDED;
    }
}
