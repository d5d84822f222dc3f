package io.corduroy.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fills queues while nobody consumes, then times how they are drained.
 *
 * <p>What counts is the time of the drain, from before consumers are connected to the last message. Latencies are gaps between two
 * arrivals: the largest one shows whether the provider ever stalls. With shares, consumers select one of them, and every message that had to be
 * looked at for it counts.
 */
final class Backlog implements Load {

    private final Provider provider;
    private final Workload workload;
    private final Conductor conductor;

    Backlog(Provider provider, Workload workload, Conductor conductor) {
        this.provider = provider;
        this.workload = workload;
        this.conductor = conductor;
    }

    @Override
    public Result run() throws Exception {
        warmUp();
        Outlets outlets = new Outlets(
                provider, workload, System.nanoTime(), Long.MAX_VALUE, workload.messages() / workload.producers());
        Judge judge = new Judge(workload, drained(outlets.awaitConfirmed()));
        if (workload.cold()) {
            conductor.ask(Conductor.Request.DROP_CACHES);
        }
        conductor.ask(Conductor.Request.BEGIN);
        long fromNs = System.nanoTime();
        Inlets inlets = new Inlets(provider, workload);
        try (inlets) {
            inlets.start(Receiver.GAPS);
            inlets.await(judge.arrivals());
            conductor.ask(Conductor.Request.END);
        }
        long arrived = inlets.receivers().stream().mapToLong(Receiver::count).sum();
        return judge.judge(
                inlets.receivers(), arrived * Math.max(1, workload.shares()), (inlets.lastNs() - fromNs) / 1e9);
    }

    /** Sends and receives for a while, and leaves nothing behind; otherwise a drain would be timed before its code is compiled. */
    private void warmUp() throws Exception {
        if (workload.warmupMs() == 0) {
            return;
        }
        Map<String, String> options = workload.asOptions();
        options.putAll(Map.of(
                "shape", "STEADY",
                "shares", "0",
                "drained", "0",
                "warmup-ms", "0",
                "measure-ms", Integer.toString(workload.warmupMs())));
        if (!new Steady(provider, Workload.of(options), request -> "").run().isRight()) {
            throw new IllegalStateException("messages were lost, came twice or out of order in the warm-up already");
        }
    }

    /** Of what was sent, what is in a destination that is drained and in the share that is selected. */
    private List<BitSet> drained(List<BitSet> sent) {
        Set<Integer> destinations = new HashSet<>();
        for (int i = 0; i < workload.consumers(); i++) {
            destinations.addAll(workload.destinationsOfConsumer(i));
        }
        List<BitSet> drained = new ArrayList<>();
        for (int producer = 0; producer < sent.size(); producer++) {
            BitSet of = sent.get(producer);
            BitSet wanted = new BitSet();
            for (int number = of.nextSetBit(0); number >= 0; number = of.nextSetBit(number + 1)) {
                wanted.set(
                        number,
                        destinations.contains(workload.destinationOf(producer, number))
                                && (workload.shares() == 0 || number % workload.shares() == JmsProvider.WANTED));
            }
            drained.add(wanted);
        }
        return drained;
    }
}
