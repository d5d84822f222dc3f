package io.corduroy.load;

import java.util.BitSet;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Compares what has come with what had to come. */
final class Judge {

    private final Workload workload;
    private final List<BitSet> expected; // by producer

    Judge(Workload workload, List<BitSet> expected) {
        this.workload = workload;
        this.expected = List.copyOf(expected);
    }

    /** How many arrivals there have to be, by all consumers together. */
    long arrivals() {
        long messages = expected.stream().mapToLong(BitSet::cardinality).sum();
        return workload.destination() == Workload.Kind.QUEUE ? messages : messages * workload.consumers();
    }

    /**
     * The judgment.
     *
     * @param counted how many messages count, by all consumers together
     * @param seconds that these took
     */
    Result judge(List<Receiver> receivers, long counted, double seconds) {
        Histogram latencies = new Histogram(3);
        long duplicates = 0;
        long disordered = 0;
        long lost = 0;
        for (Receiver receiver : receivers) {
            latencies.add(receiver.latencies());
            duplicates += receiver.receipts().duplicates();
            disordered += receiver.receipts().disordered();
        }
        for (int producer = 0; producer < expected.size(); producer++) {
            lost += lost(receivers, producer);
            duplicates += sharedByTwo(receivers, producer);
        }
        return new Result(counted, seconds, lost, duplicates, disordered, latencies);
    }

    /** Of a queue somebody has to have it, of a topic everybody. */
    private long lost(List<Receiver> receivers, int producer) {
        long lost = 0;
        BitSet nobody = (BitSet) expected.get(producer).clone();
        for (Receiver receiver : receivers) {
            BitSet missing = (BitSet) expected.get(producer).clone();
            missing.andNot(receiver.receipts().of(producer));
            lost += missing.cardinality();
            nobody.andNot(receiver.receipts().of(producer));
        }
        return workload.destination() == Workload.Kind.QUEUE ? nobody.cardinality() : lost;
    }

    /** What two consumers of a queue have although neither was told that it may have come before. */
    private long sharedByTwo(List<Receiver> receivers, int producer) {
        if (workload.destination() != Workload.Kind.QUEUE) {
            return 0;
        }
        BitSet seen = new BitSet();
        long twice = 0;
        for (Receiver receiver : receivers) {
            BitSet of = receiver.receipts().unmarkedOf(producer);
            BitSet both = (BitSet) of.clone();
            both.and(seen);
            twice += both.cardinality();
            seen.or(of);
        }
        return twice;
    }
}
