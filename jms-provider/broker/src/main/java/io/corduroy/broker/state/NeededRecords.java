package io.corduroy.broker.state;

/** Counts which records of one log somebody needs; who needs that of a large message needs its pieces as well. */
final class NeededRecords {
    private final Liveness liveness;
    private final LargeMessages large;

    NeededRecords(Liveness liveness) {
        this.liveness = liveness;
        this.large = new LargeMessages(liveness);
    }

    LargeMessages large() {
        return large;
    }

    /** A lane's entry needs a record of the batch. */
    void addEntry(long position, int recordIndex, int destination, int lane, long sequence) {
        liveness.addLive(position);
        large.onEntry(position, recordIndex, destination, lane, sequence);
    }

    /** The entry does not need it any more. */
    void removeEntry(long position, int recordIndex, int destination, int lane, long sequence) {
        large.onEntryGone(position, recordIndex, destination, lane, sequence);
        liveness.removeLive(position);
    }

    /** The entry needs a copy of it instead. */
    void relocateEntry(
            long oldPosition,
            int oldRecordIndex,
            long position,
            int recordIndex,
            int destination,
            int lane,
            long sequence) {
        liveness.addLive(position);
        large.onEntryRelocated(oldPosition, oldRecordIndex, position, recordIndex, destination, lane, sequence);
        liveness.removeLive(oldPosition);
    }

    /** A send or a scheduled message needs a record of the batch. */
    void add(long position, int recordIndex) {
        liveness.addLive(position);
        large.onHeld(position, recordIndex);
    }

    /** It does not need it any more. */
    void remove(long position, int recordIndex) {
        large.onReleased(position, recordIndex);
        liveness.removeLive(position);
    }

    /** It needs a copy of it instead. */
    void relocate(long oldPosition, int oldRecordIndex, long position, int recordIndex) {
        liveness.addLive(position);
        large.onRelocated(oldPosition, oldRecordIndex, position, recordIndex);
        liveness.removeLive(oldPosition);
    }
}
