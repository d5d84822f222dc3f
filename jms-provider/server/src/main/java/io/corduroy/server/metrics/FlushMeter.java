package io.corduroy.server.metrics;

import io.corduroy.log.FlushTask;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts what a partition's flushes cost. Written by whoever has run the one flush that is under way, read by anybody: plain counters that are published
 * by volatile writes, latencies in buckets of powers of two.
 */
public final class FlushMeter {

    private static final int BUCKETS = 40;

    private final AtomicLong flushes = new AtomicLong();
    private final AtomicLong forces = new AtomicLong();
    private final AtomicLong bytesWritten = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong records = new AtomicLong();
    private final AtomicLong totalNs = new AtomicLong();
    private final AtomicLongArray latencies = new AtomicLongArray(BUCKETS);

    /** Counts one flush. On the thread that has run it; a log's flushes follow each other. */
    public void record(FlushTask task, long durationNs) {
        flushes.setRelease(flushes.getPlain() + 1);
        if (task.forces()) {
            forces.setRelease(forces.getPlain() + 1);
        }
        bytesWritten.setRelease(bytesWritten.getPlain() + task.lengthBytes());
        batches.setRelease(batches.getPlain() + task.batchCount());
        records.setRelease(records.getPlain() + task.recordCount());
        totalNs.setRelease(totalNs.getPlain() + durationNs);
        int bucket = Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(durationNs / 1_000));
        latencies.setRelease(bucket, latencies.getPlain(bucket) + 1);
    }

    /** Flushes so far. */
    public long flushes() {
        return flushes.get();
    }

    /** Forces so far. */
    public long forces() {
        return forces.get();
    }

    /** Bytes handed to the disk so far. */
    public long bytesWritten() {
        return bytesWritten.get();
    }

    /** Batches written so far. */
    public long batches() {
        return batches.get();
    }

    /** Records in these batches. */
    public long records() {
        return records.get();
    }

    /** Time spent in flushes so far. */
    public long totalNs() {
        return totalNs.get();
    }

    /**
     * The latency that a share of all flushes so far did not exceed, rounded up to a power of two.
     *
     * @param share such as 0.99
     * @return microseconds; 0 if there was no flush
     */
    public long latencyMicros(double share) {
        long wanted = (long) Math.ceil(flushes() * share);
        long seen = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            seen += latencies.get(bucket);
            if (seen >= wanted && seen > 0) {
                return 1L << bucket;
            }
        }
        return 0;
    }
}
