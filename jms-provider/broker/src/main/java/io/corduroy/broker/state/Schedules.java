package io.corduroy.broker.state;

/** Messages that may not be delivered yet: those of the partition's log, and those of the transient log. */
final class Schedules {
    private final Lanes lanes;
    private final Schedule durable = new Schedule();
    private final Schedule transientOnes = new Schedule();

    Schedules(Lanes lanes) {
        this.lanes = lanes;
    }

    Schedule of(boolean transientLog) {
        return transientLog ? transientOnes : durable;
    }

    /** Messages of a destination that is deleted. */
    void removeAll(Destination destination) {
        durable.removeAll(destination.id(), lanes.records(0));
        transientOnes.removeAll(destination.id(), lanes.records(Lanes.FIRST_TRANSIENT));
    }

    /**
     * A message waits until it is due.
     *
     * @param subscriptionsBelow durable subscriptions of lower numbers are there already
     * @param volatileAbove volatile subscriptions of higher numbers are there already
     */
    void add(
            Destination destination,
            int lane,
            long position,
            int index,
            int recordBytes,
            long expirationMs,
            Client sender,
            long dueMs,
            long subscriptionsBelow,
            int volatileAbove) {
        lanes.records(lane).add(position, index);
        destination.addScheduled(1);
        of(Lanes.isTransient(lane))
                .add(
                        dueMs,
                        position,
                        index,
                        recordBytes,
                        destination.id(),
                        lane,
                        expirationMs,
                        (int) subscriptionsBelow,
                        volatileAbove,
                        destination.isQueue() ? null : sender);
    }

    /** Messages that may be delivered at a time enter their lanes, no more than so many. */
    void release(boolean transientLog, NumberMap<Destination> destinations, long timeMs, int atMost) {
        Schedule from = of(transientLog);
        for (int i = 0; i < atMost && from.nextDueMs() <= timeMs; i++) {
            int slot = from.first();
            Destination destination = destinations.get(from.destination(slot));
            if (destination != null) {
                destination.addScheduled(-1);
                lanes.enqueue(destination, from, slot);
            }
            lanes.records(from.lane(slot)).remove(from.position(slot), from.recordIndex(slot));
            from.removeFirst();
        }
    }
}
