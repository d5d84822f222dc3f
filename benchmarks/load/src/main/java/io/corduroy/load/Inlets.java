package io.corduroy.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The consumers of a workload. */
final class Inlets implements AutoCloseable {

    private static final long NO_PROGRESS_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final List<Receiver> receivers = new ArrayList<>();
    private final List<Provider.Inlet> inlets = new ArrayList<>();

    Inlets(Provider provider, Workload workload) throws Exception {
        for (int i = 0; i < workload.consumers(); i++) {
            Receiver receiver = new Receiver(workload);
            receivers.add(receiver);
            inlets.add(provider.inlet(workload, i, receiver));
        }
    }

    List<Receiver> receivers() {
        return receivers;
    }

    /** @param fromNs what was due before is not counted */
    void start(long fromNs) throws Exception {
        receivers.forEach(receiver -> receiver.countFrom(fromNs));
        for (Provider.Inlet inlet : inlets) {
            inlet.start();
        }
    }

    /** Waits until so many have come, or none comes any more. */
    void await(long arrivals) {
        long progressNs = System.nanoTime();
        long before = -1;
        while (System.nanoTime() - progressNs < NO_PROGRESS_NS) {
            long now = receivers.stream().mapToLong(Receiver::count).sum();
            if (now >= arrivals) {
                return;
            }
            if (now > before) {
                before = now;
                progressNs = System.nanoTime();
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** When the last message has come. */
    long lastNs() {
        return receivers.stream().mapToLong(Receiver::lastNs).max().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        for (Provider.Inlet inlet : inlets) {
            inlet.close();
        }
    }
}
