package io.corduroy.load;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * A process that drives one provider with one workload and prints the result as its last line.
 *
 * <p>Arguments: the class of the connection factory, which has a constructor for a URL; the URL; options of {@link Workload} as
 * {@code key=value}.
 */
public final class Driver {

    private static final long NO_PROGRESS_NS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long LEAD_NS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ConnectionFactory factory;
    private final Workload workload;

    Driver(ConnectionFactory factory, Workload workload) {
        this.factory = factory;
        this.workload = workload;
    }

    /** Runs a workload; ends with status 1 if anything was lost, came twice or out of order. */
    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = Class.forName(args[0])
                .asSubclass(ConnectionFactory.class)
                .getConstructor(String.class)
                .newInstance(args[1]);
        Map<String, String> options = new HashMap<>();
        for (String option : List.of(args).subList(2, args.length)) {
            int equals = option.indexOf('=');
            options.put(option.substring(0, equals), option.substring(equals + 1));
        }
        Result result = new Driver(factory, Workload.of(options)).run();
        System.out.println(result.asLine());
        System.exit(result.isRight() ? 0 : 1); // whatever threads a provider has left
    }

    Result run() throws JMSException, InterruptedException {
        long startNs = System.nanoTime() + LEAD_NS;
        long fromNs = startNs + TimeUnit.MILLISECONDS.toNanos(workload.warmupMs());
        long endNs = fromNs + TimeUnit.MILLISECONDS.toNanos(workload.measureMs());
        List<Receiver> receivers = new ArrayList<>();
        for (int i = 0; i < workload.consumers(); i++) {
            receivers.add(new Receiver(factory, workload, i, fromNs));
        }
        for (Receiver receiver : receivers) {
            receiver.start();
        }
        List<Sender> senders = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workload.producers(); i++) {
            Sender sender = new Sender(factory, workload, i, startNs, endNs);
            senders.add(sender);
            threads.add(new Thread(sender, "producer-" + i));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        long[] confirmed = new long[senders.size()];
        long expected = 0;
        for (int i = 0; i < confirmed.length; i++) {
            confirmed[i] = senders.get(i).confirmed();
            expected += confirmed[i];
        }
        awaitAll(receivers, workload.destination() == Workload.Kind.QUEUE ? expected : expected * receivers.size());
        for (Receiver receiver : receivers) {
            receiver.close();
        }
        return judge(receivers, confirmed, fromNs);
    }

    private static void awaitAll(List<Receiver> receivers, long expected) {
        long progressNs = System.nanoTime();
        long before = -1;
        while (System.nanoTime() - progressNs < NO_PROGRESS_NS) {
            long now = receivers.stream().mapToLong(Receiver::count).sum();
            if (now >= expected) {
                return;
            }
            if (now > before) {
                before = now;
                progressNs = System.nanoTime();
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private Result judge(List<Receiver> receivers, long[] confirmed, long fromNs) throws JMSException {
        Histogram latencies = new Histogram(3);
        long lastNs = fromNs;
        long duplicates = 0;
        long disordered = 0;
        long lost = 0;
        for (Receiver receiver : receivers) {
            latencies.add(receiver.latencies());
            lastNs = Math.max(lastNs, receiver.lastNs());
            duplicates += receiver.receipts().duplicates();
            disordered += receiver.receipts().disordered();
        }
        for (int producer = 0; producer < confirmed.length; producer++) {
            lost += lost(receivers, producer, confirmed[producer]);
            duplicates += sharedByTwo(receivers, producer);
        }
        return new Result(latencies.getTotalCount(), (lastNs - fromNs) / 1e9, lost, duplicates, disordered, latencies);
    }

    /** Of a queue somebody has to have it, of a topic everybody. */
    private long lost(List<Receiver> receivers, int producer, long confirmed) throws JMSException {
        long lost = 0;
        BitSet anybody = new BitSet();
        for (Receiver receiver : receivers) {
            BitSet of = receiver.receipts().of(producer);
            anybody.or(of);
            lost += confirmed - of.cardinality();
        }
        return workload.destination() == Workload.Kind.QUEUE ? confirmed - anybody.cardinality() : lost;
    }

    private long sharedByTwo(List<Receiver> receivers, int producer) throws JMSException {
        if (workload.destination() != Workload.Kind.QUEUE) {
            return 0;
        }
        BitSet seen = new BitSet();
        long twice = 0;
        for (Receiver receiver : receivers) {
            BitSet of = (BitSet) receiver.receipts().of(producer).clone();
            of.and(seen);
            twice += of.cardinality();
            seen.or(receiver.receipts().of(producer));
        }
        return twice;
    }
}
