package io.corduroy.load;

import java.util.concurrent.TimeUnit;

/** Sends and receives at the same time for a while; what is due after the warm-up counts. */
final class Steady implements Load {

    private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(500); // to connect

    private final Provider provider;
    private final Workload workload;
    private final Conductor conductor;

    Steady(Provider provider, Workload workload, Conductor conductor) {
        this.provider = provider;
        this.workload = workload;
        this.conductor = conductor;
    }

    @Override
    public Result run() throws Exception {
        Inlets inlets = new Inlets(provider, workload);
        long fromNs;
        Judge judge;
        try (inlets) {
            long startNs = System.nanoTime() + LEAD_NS;
            fromNs = startNs + TimeUnit.MILLISECONDS.toNanos(workload.warmupMs());
            long endNs = fromNs + TimeUnit.MILLISECONDS.toNanos(workload.measureMs());
            inlets.start(fromNs);
            Outlets outlets = new Outlets(provider, workload, startNs, endNs, Long.MAX_VALUE);
            Pace.awaitNs(fromNs);
            conductor.ask(Conductor.Request.BEGIN);
            if (workload.killAfterMs() > 0) {
                Pace.awaitNs(fromNs + TimeUnit.MILLISECONDS.toNanos(workload.killAfterMs()));
                conductor.ask(Conductor.Request.RESTART_SERVER);
            }
            judge = new Judge(workload, outlets.awaitConfirmed());
            inlets.await(judge.arrivals());
            conductor.ask(Conductor.Request.END);
        }
        long counted = inlets.receivers().stream()
                .mapToLong(receiver -> receiver.latencies().getTotalCount())
                .sum();
        return judge.judge(inlets.receivers(), counted, Math.max(0, inlets.lastNs() - fromNs) / 1e9);
    }
}
