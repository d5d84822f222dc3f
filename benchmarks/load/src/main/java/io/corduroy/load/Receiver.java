package io.corduroy.load;

import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;

/** Takes down what has come to one consumer, and how long it was on its way. */
final class Receiver implements Provider.Arrivals {

    /** Instead of a time: latencies are the gaps between arrivals. */
    static final long GAPS = Long.MIN_VALUE;

    private final Histogram latencies = new Histogram(3); // ns
    private final Receipts receipts;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile long fromNs = Long.MAX_VALUE;
    private volatile long count;
    private volatile long lastNs;

    Receiver(Workload workload) {
        this.receipts = new Receipts(workload.destinationsPerProducer());
    }

    /** What was due before is warm-up, and not among the latencies. */
    void countFrom(long ns) {
        fromNs = ns;
    }

    @Override
    public void arrived(Letter letter, boolean redelivered) {
        long nowNs = System.nanoTime();
        receipts.add(letter, redelivered || letter.again());
        if (fromNs == GAPS) {
            latencies.recordValue(lastNs == 0 ? 0 : Math.max(0, nowNs - lastNs));
        } else if (letter.dueNs() >= fromNs) {
            latencies.recordValue(Math.max(0, nowNs - letter.dueNs()));
        }
        lastNs = nowNs;
        count = receipts.count();
    }

    @Override
    public void failed(Exception why) {
        failure.compareAndSet(null, why);
    }

    /** How many different messages have come; any thread. */
    long count() {
        return count;
    }

    /** When the last one has come; any thread. */
    long lastNs() {
        return lastNs;
    }

    // Once its inlet is closed

    Histogram latencies() {
        return latencies;
    }

    Receipts receipts() {
        Exception why = failure.get();
        if (why != null) {
            throw new IllegalStateException("a consumer has failed: " + why, why);
        }
        return receipts;
    }
}
