package io.corduroy.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How long it takes from the start of the server's process until the first persistent message is confirmed. The driver is there before, has
 * loaded its classes, and tries again at once whenever nobody listens; so the figure is the server's.
 */
final class First implements Load {

    private static final long MOST_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Provider provider;
    private final Workload workload;
    private final Conductor conductor;

    First(Provider provider, Workload workload, Conductor conductor) {
        this.provider = provider;
        this.workload = workload;
        this.conductor = conductor;
    }

    @Override
    public Result run() throws Exception {
        for (int i = 0; i < workload.producers(); i++) {
            attempt(); // nobody listens: loads what is needed to find that out
        }
        long startedNs = Long.parseLong(conductor.ask(Conductor.Request.START_SERVER));
        while (!attempt()) {
            if (System.nanoTime() - startedNs > MOST_NS) {
                throw new IllegalStateException("no message was confirmed in " + MOST_NS / 1_000_000_000 + " s");
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        long tookNs = System.nanoTime() - startedNs;
        conductor.ask(Conductor.Request.END);
        Histogram latencies = new Histogram(3);
        latencies.recordValue(tookNs);
        return new Result(1, tookNs / 1e9, 0, 0, 0, latencies);
    }

    private boolean attempt() {
        try (Provider.Outlet outlet = provider.outlet(workload, 0)) {
            outlet.send(new Letter(0, 0, System.nanoTime()));
            outlet.finish();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            return false; // not yet
        }
    }
}
