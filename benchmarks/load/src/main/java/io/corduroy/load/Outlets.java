package io.corduroy.load;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The producers of a workload, each on a thread of its own. */
final class Outlets {

    private final List<Sender> senders = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param messages how many each sends at most
     */
    Outlets(Provider provider, Workload workload, long startNs, long endNs, long messages) {
        for (int i = 0; i < workload.producers(); i++) {
            Sender sender = new Sender(provider, workload, i, startNs, endNs, messages);
            senders.add(sender);
            threads.add(new Thread(sender, "producer-" + i));
        }
        threads.forEach(Thread::start);
    }

    /** By producer, the numbers of what the provider has confirmed, once all have ended. */
    List<BitSet> awaitConfirmed() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        List<BitSet> confirmed = new ArrayList<>();
        for (Sender sender : senders) {
            BitSet numbers = new BitSet();
            numbers.set(0, Math.toIntExact(sender.confirmed()));
            confirmed.add(numbers);
        }
        return confirmed;
    }
}
