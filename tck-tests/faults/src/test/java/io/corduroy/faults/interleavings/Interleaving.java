package io.corduroy.faults.interleavings;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * One random application and what is done to it. The seed decides what each thread does; how they meet is left to the machine.
 *
 * <p>A listener waits only for sessions and connections with greater numbers than its own, since two that wait for each
 * other's end would have made the deadlock themselves.
 */
final class Interleaving {

    /** What the seed decides about the world around. */
    interface World {
        /** Cuts all links. */
        void cut();

        /** Ends the server in order and starts it again. */
        void restart() throws Exception;
    }

    private static final int[] MODES = {
        Session.SESSION_TRANSACTED, Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE
    };
    private static final long PATIENCE_S = 45;

    final long seed;
    final Ledger ledger = new Ledger();
    final List<Queue> queues = new ArrayList<>();
    private final SplittableRandom random;
    private final CorduroyConnectionFactory factory;
    private final CorduroyConnectionFactory undisturbed;
    private final World world;
    private final Map<String, LongAdder> counts;
    private final List<Link> links = new ArrayList<>();
    private final List<Work> works = new ArrayList<>();
    private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService served = Executors.newCachedThreadPool(work -> daemon(work, "served"));
    private volatile boolean over;
    private volatile boolean quiet;

    Interleaving(
            long seed,
            CorduroyConnectionFactory factory,
            CorduroyConnectionFactory undisturbed,
            World world,
            Map<String, LongAdder> counts) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.factory = factory;
        this.undisturbed = undisturbed;
        this.world = world;
        this.counts = counts;
    }

    // For those who work

    boolean isOver() {
        return over;
    }

    SplittableRandom random(int number) {
        return new SplittableRandom(seed * 31 + number);
    }

    /** For threads that are not the application's, whose turns nothing decides about. */
    Random inListener() {
        return java.util.concurrent.ThreadLocalRandom.current();
    }

    void count(String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private void start(Runnable work, String name) {
        Thread thread = daemon(work, "interleaving-" + name);
        threads.add(thread);
        thread.start();
    }

    // The run

    /**
     * Runs, ends and judges.
     *
     * @return what may not be; empty if all is well
     */
    List<String> run() throws Exception {
        try (Connection names = undisturbed.createConnection()) {
            Session session = names.createSession();
            for (int i = 0; i < 3; i++) {
                queues.add(session.createQueue("interleaving-" + seed + "-" + i));
            }
        }
        build();
        works.forEach(work -> start(work, work.toString()));
        long endNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(200));
        for (int i = 0; i < 2; i++) {
            SplittableRandom mine = random.split();
            start(() -> disturb(mine, endNs), "disturber-" + i);
        }
        if (random.nextInt(15) == 0) {
            start(this::restart, "restarter");
        }
        while (System.nanoTime() < endNs) {
            LockSupport.parkNanos(1_000_000);
        }
        over = true;
        for (int i = 0; i < 2; i++) {
            List<Link> all = new ArrayList<>(links);
            Collections.shuffle(all, new Random(random.nextLong()));
            start(() -> all.forEach(this::close), "closer-" + i);
        }
        String stuck = join();
        quiet = true;
        if (!stuck.isEmpty()) {
            ledger.violation(stuck);
            return ledger.judge();
        }
        served.shutdown();
        drain();
        return ledger.judge();
    }

    private void build() throws JMSException {
        int connections = 1 + random.nextInt(3);
        for (int i = 0; i < connections; i++) {
            Connection connection = factory.createConnection();
            Link link = new Link(connection, links.size());
            links.add(link);
            connection.setExceptionListener(e -> disturbFromExceptionListener());
            boolean serves = random.nextInt(3) == 0;
            for (int j = 0; j <= random.nextInt(4); j++) {
                works.add(someWork(link));
            }
            if (serves) {
                serve(link);
            }
            connection.start();
        }
        if (random.nextInt(2) == 0) {
            JMSContext first = factory.createContext(mode());
            JMSContext second = first.createContext(mode());
            Link link = new Link(first, second, links.size());
            links.add(link);
            works.add(new ContextWork(this, link, first, works.size()));
            works.add(new ContextWork(this, link, second, works.size()));
        }
        if (works.stream().noneMatch(SendingWork.class::isInstance)) {
            works.add(new SendingWork(this, lastConnection(), Session.AUTO_ACKNOWLEDGE, works.size()));
        }
    }

    private Link lastConnection() throws JMSException {
        Link link = new Link(factory.createConnection(), links.size());
        links.add(link);
        return link;
    }

    private int mode() {
        return MODES[random.nextInt(MODES.length)];
    }

    private Work someWork(Link link) throws JMSException {
        return switch (random.nextInt(5)) {
            case 0, 1 ->
                new SendingWork(
                        this,
                        link,
                        random.nextInt(2) == 0 ? Session.SESSION_TRANSACTED : Session.AUTO_ACKNOWLEDGE,
                        works.size());
            case 2, 3 -> new ListeningWork(this, link, mode(), works.size()).withConsumers();
            default -> new ReceivingWork(this, link, mode(), works.size());
        };
    }

    private void serve(Link link) throws JMSException {
        List<ListeningWork> pool = new ArrayList<>();
        int mode = mode();
        for (int i = 0; i < 2; i++) {
            pool.add(new ListeningWork(this, link, mode, works.size()).served());
            works.add(pool.get(i));
        }
        link.connection()
                .createConnectionConsumer(
                        queues.get(random.nextInt(queues.size())),
                        null,
                        new ServedPool(this, served, pool),
                        1 + random.nextInt(4));
    }

    // Disturbing

    private void disturb(SplittableRandom mine, long endNs) {
        while (System.nanoTime() < endNs) {
            LockSupport.parkNanos(mine.nextInt(20_000_000));
            Link link = links.get(mine.nextInt(links.size()));
            Work work = works.get(mine.nextInt(works.size()));
            switch (mine.nextInt(20)) {
                case 0, 1 -> cut();
                case 2, 3, 4, 5 -> stopAndStart(link, mine.nextInt(4_000_000));
                case 6, 7 -> close(work);
                case 8 -> close(link);
                default -> {
                    // let them work
                }
            }
        }
    }

    private void cut() {
        count("cuts");
        world.cut();
    }

    private void restart() {
        try {
            count("restarts");
            world.restart();
        } catch (Exception e) {
            ledger.violation("the server did not come back", e);
        }
    }

    private void stopAndStart(Link link, int pauseNs) {
        expectOnlyIfClosing("stop and start", link, () -> {
            link.stop();
            LockSupport.parkNanos(pauseNs);
            link.start();
            count("stops");
        });
    }

    private void close(Work work) {
        expectNothing("close of " + work, work::close);
        count("sessions closed");
    }

    private void close(Link link) {
        expectNothing("close of connection " + link.number, link::close);
        count("connections closed");
    }

    private void expectNothing(String what, Work.Call call) {
        try {
            call.run();
        } catch (JMSException | RuntimeException e) {
            ledger.violation(what, e);
        }
    }

    private void expectOnlyIfClosing(String what, Link link, Work.Call call) {
        try {
            call.run();
        } catch (jakarta.jms.IllegalStateException | jakarta.jms.IllegalStateRuntimeException e) {
            if (!link.closing && works.stream().noneMatch(work -> work.link == link && work.isClosing())) {
                ledger.violation(what, e);
            }
        } catch (JMSException | RuntimeException e) {
            ledger.violation(what, e);
        }
    }

    /** By a listener, or a completion listener: what comes behind it in the order. */
    void disturbFromListener(Work by) {
        Random any = inListener();
        List<Link> behind =
                links.stream().filter(link -> link.number > by.link.number).toList();
        List<Work> worksBehind =
                works.stream().filter(work -> work.number > by.number).toList();
        count("disturbed from a listener");
        int what = any.nextInt(4);
        if (what == 0 && !behind.isEmpty()) {
            stopAndStart(behind.get(any.nextInt(behind.size())), 1_000_000);
        } else if (what == 1 && !behind.isEmpty()) {
            close(behind.get(any.nextInt(behind.size())));
        } else if (what == 2 && !worksBehind.isEmpty()) {
            close(worksBehind.get(any.nextInt(worksBehind.size())));
        } else {
            cut();
        }
    }

    private void disturbFromExceptionListener() {
        if (quiet) {
            return;
        }
        Random any = inListener();
        count("exception listeners");
        switch (any.nextInt(4)) {
            case 0 -> close(links.get(any.nextInt(links.size())));
            case 1 -> close(works.get(any.nextInt(works.size())));
            case 2 -> stopAndStart(links.get(any.nextInt(links.size())), 1_000_000);
            default -> cut();
        }
    }

    // The end

    /** Waits for every thread; tells where they are if one does not end. */
    private String join() throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        for (Thread each : List.copyOf(threads)) {
            each.join(Math.max(1, (deadlineNs - System.nanoTime()) / 1_000_000));
            if (each.isAlive()) {
                return each.getName() + " hangs\n" + dump();
            }
        }
        return "";
    }

    private static String dump() {
        StringBuilder text = new StringBuilder();
        Thread.getAllStackTraces().forEach((thread, trace) -> {
            if (thread.getName().startsWith("corduroy-read") || trace.length == 0) {
                return; // the disks' have nothing to do with it
            }
            text.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
            for (StackTraceElement element : trace) {
                text.append("    at ").append(element).append('\n');
            }
        });
        return text.toString();
    }

    /** Receives what is left; what was with somebody whose link was lost comes when the server gives him up. */
    private void drain() throws JMSException {
        Sink sink = new Sink();
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        do {
            try (Connection connection = undisturbed.createConnection()) {
                connection.start();
                Session session = connection.createSession();
                for (Queue queue : queues) {
                    MessageConsumer consumer = session.createConsumer(queue);
                    for (Message next = consumer.receiveNoWait(); next != null; next = consumer.receiveNoWait()) {
                        sink.take(next);
                    }
                }
            }
        } while (!ledger.isComplete() && System.nanoTime() < deadlineNs);
    }

    private final class Sink {
        void take(Message message) throws JMSException {
            Ledger.Received received =
                    new Ledger.Received(Work.idOf(message), message.getIntProperty("JMSXDeliveryCount"));
            ledger.received(received, message.getJMSRedelivered(), "the drain");
            ledger.acknowledged(List.of(received), "the drain");
            count("drained");
        }
    }
}
