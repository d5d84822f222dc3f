package io.corduroy.load;

import java.util.concurrent.atomic.AtomicReference;

/** One producer's thread: sends until the time is over or it has sent its share, and counts what was confirmed. */
final class Sender implements Runnable {

    private final Provider provider;
    private final Workload workload;
    private final int number;
    private final long startNs;
    private final long endNs;
    private final long messages;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private volatile long confirmed;

    /**
     * @param endNs when it ends, by the time at which messages are due
     * @param messages how many it sends at most
     */
    Sender(Provider provider, Workload workload, int number, long startNs, long endNs, long messages) {
        this.provider = provider;
        this.workload = workload;
        this.number = number;
        this.startNs = startNs;
        this.endNs = endNs;
        this.messages = messages;
    }

    /** Messages numbered from 0 that the provider has confirmed; once the thread has ended. */
    long confirmed() {
        Exception why = failure.get();
        if (why != null) {
            throw new IllegalStateException("producer " + number + " has failed: " + why, why);
        }
        return confirmed;
    }

    @Override
    public void run() {
        try (Provider.Outlet outlet = provider.outlet(workload, number)) {
            Pace pace = new Pace(startNs, workload.ratePerSecond(), number, workload.producers());
            long next = 0;
            for (long dueNs = pace.await(next); dueNs < endNs && next < messages; dueNs = pace.await(next)) {
                send(outlet, new Letter(number, next, dueNs));
                next++;
            }
            outlet.finish();
            confirmed = next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure.compareAndSet(null, e);
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
    }

    /** Where the server is killed a send may fail, and is tried again as applications would. */
    private void send(Provider.Outlet outlet, Letter letter) throws Exception {
        if (workload.killAfterMs() == 0) {
            outlet.send(letter);
            return;
        }
        Letter attempt = letter;
        for (int tries = 0; ; tries++) {
            try {
                outlet.send(attempt);
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (tries == MOST_TRIES) {
                    throw e;
                }
                attempt = letter.sentAgain();
            }
        }
    }

    private static final int MOST_TRIES = 1_000;
}
