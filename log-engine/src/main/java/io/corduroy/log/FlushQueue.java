package io.corduroy.log;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Sealed batches that are not written yet, the one flush in flight, and how far the disk has come. */
final class FlushQueue {
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private final List<Entry> inFlight = new ArrayList<>();
    private final List<Segment> dirty = new ArrayList<>();
    private @Nullable FlushTask flushing;
    private long waitingBytes;
    private long writtenPosition;
    private long forcedPosition;

    private record Entry(RecordBatch batch, Segment segment) {}

    FlushQueue(long durablePosition) {
        writtenPosition = durablePosition;
        forcedPosition = durablePosition;
    }

    void add(RecordBatch batch, Segment segment) {
        waiting.add(new Entry(batch, segment));
        waitingBytes += batch.lengthBytes();
    }

    boolean isFlushing() {
        return flushing != null;
    }

    /** Bytes sealed and not known to be written. */
    long unwrittenBytes() {
        return waitingBytes;
    }

    long writtenPosition() {
        return writtenPosition;
    }

    long forcedPosition() {
        return forcedPosition;
    }

    /** Takes what waits, up to a size; null if nothing would be done. */
    @Nullable
    FlushTask take(int maxBytes, boolean mayForce, boolean forceAnyway) {
        int lengthBytes = 0;
        boolean force = forceAnyway;
        while (!waiting.isEmpty()
                && (inFlight.isEmpty() || lengthBytes + waiting.getFirst().batch.lengthBytes() <= maxBytes)) {
            Entry entry = waiting.removeFirst();
            inFlight.add(entry);
            lengthBytes += entry.batch.lengthBytes();
            force |= entry.batch.forced();
        }
        if (inFlight.isEmpty() && !(forceAnyway && !dirty.isEmpty())) {
            return null;
        }
        List<FlushTask.Part> parts = parts();
        List<SegmentFile> forces =
                force && mayForce ? dirty.stream().map(s -> s.file).toList() : List.of();
        long end = inFlight.isEmpty()
                ? writtenPosition
                : inFlight.get(inFlight.size() - 1).batch.endPosition();
        flushing = new FlushTask(parts, forces, end, lengthBytes);
        return flushing;
    }

    private List<FlushTask.Part> parts() {
        List<FlushTask.Part> parts = new ArrayList<>(2);
        int from = 0;
        while (from < inFlight.size()) {
            Segment segment = inFlight.get(from).segment;
            List<RecordBatch> batches = new ArrayList<>();
            int to = from;
            for (; to < inFlight.size() && inFlight.get(to).segment == segment; to++) {
                batches.add(inFlight.get(to).batch);
            }
            if (!segment.dirty) {
                segment.dirty = true;
                dirty.add(segment);
            }
            long offset = batches.get(0).position() - segment.base;
            parts.add(new FlushTask.Part(segment.file, segment.spareName, offset, segment.sizeBytes, batches));
            from = to;
        }
        return parts;
    }

    void onFlushed(FlushTask.Result result) {
        if (flushing == null || flushing.endPosition() != result.endPosition()) {
            throw new IllegalStateException("no flush up to " + result.endPosition() + " is in flight");
        }
        flushing = null;
        for (Entry entry : inFlight) {
            entry.segment.placed = true;
            waitingBytes -= entry.batch.lengthBytes();
        }
        inFlight.clear();
        writtenPosition = result.endPosition();
        if (result.forced()) {
            forcedPosition = result.endPosition();
            dirty.forEach(segment -> segment.dirty = false);
            dirty.clear();
        }
    }

    /** Puts the batches of a failed flush back where they were; only where a repeated write is honest, which a repeated force never is. */
    void putBack() {
        flushing = null;
        for (int i = inFlight.size() - 1; i >= 0; i--) {
            waiting.addFirst(inFlight.get(i));
        }
        inFlight.clear();
    }

    /** Forgets waiting batches from the oldest on as long as their segment is dead; they need never be written. */
    void skipDead(Predicate<Segment> dead) {
        while (flushing == null && !waiting.isEmpty() && dead.test(waiting.getFirst().segment)) {
            RecordBatch batch = waiting.removeFirst().batch;
            waitingBytes -= batch.lengthBytes();
            writtenPosition = batch.endPosition();
        }
    }

    /** Files with bytes below the position that were written and not forced since. */
    List<SegmentFile> dirtyBelow(long position) {
        return dirty.stream().filter(s -> s.base < position).map(s -> s.file).toList();
    }

    /** A checkpoint has forced everything that was written below a position. */
    void onForced(long position) {
        forcedPosition = Math.max(forcedPosition, position);
        for (Iterator<Segment> i = dirty.iterator(); i.hasNext(); ) {
            Segment segment = i.next();
            if (segment.sealed && segment.end <= position) {
                segment.dirty = false;
                i.remove();
            }
        }
    }
}
