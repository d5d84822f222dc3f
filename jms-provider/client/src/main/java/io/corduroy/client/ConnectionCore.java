package io.corduroy.client;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.EngineConfig;
import io.corduroy.client.engine.EngineOutbox;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.Nothing;
import io.corduroy.client.engine.ProducerIdentity;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.Heartbeat;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.transport.Cancellable;
import io.corduroy.transport.CloseReason;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import io.corduroy.transport.Loop;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the engine on a loop: application threads put commands into a queue, the loop takes them out in bursts, with one
 * wake-up per burst. What the engine knows is touched on the loop only.
 */
final class ConnectionCore implements EngineOutbox, LinkHandler<Frame> {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionCore.class);

    private static final long GOODBYE_TIMEOUT_MS = 3_000;

    /** What the connection is told, on the loop. */
    interface Observer {
        void onProducerOpened(int sessionId, int partition, ProducerIdentity identity);

        void onConnectionFailed(Failure failure);
    }

    /** What the broker allows. */
    record Limits(int maxFrameBytes, long maxMessageBytes, int wholeBytes, int pieceBytes) {}

    private final Dialer dialer;
    private final Loop loop;
    private final ClientEngine engine;
    private final Observer observer;
    private final ConcurrentLinkedQueue<Consumer<ClientEngine>> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean drainAsked = new AtomicBoolean();
    private final Runnable drain = this::drain;
    private final ConcurrentMap<Integer, DeliveryTarget> targets = new ConcurrentHashMap<>();
    private volatile boolean ended;
    private final CountDownLatch linkEnded = new CountDownLatch(1);
    private volatile JmsxProperties.Sender sender = new JmsxProperties.Sender("", false);
    private volatile Limits limits = new Limits(1 << 20, Long.MAX_VALUE, 1 << 20, 1 << 20);

    // Owned by the loop
    private int linkNumber;
    private @Nullable Link<Frame> link;
    private Optional<Cancellable> timer = Optional.empty();
    private boolean turnEndAsked;
    private boolean closing;

    ConnectionCore(Dialer dialer, Loop loop, EngineConfig config, Observer observer) {
        this.dialer = dialer;
        this.loop = loop;
        this.observer = observer;
        this.engine = new ClientEngine(config, this, new SplittableRandom());
    }

    // For application threads

    /** Queues a command for the engine. */
    void post(Consumer<ClientEngine> command) {
        commands.add(command);
        if (!drainAsked.get() && drainAsked.compareAndSet(false, true)) {
            try {
                loop.execute(drain);
            } catch (RejectedExecutionException e) {
                LOG.debug("the loop has been stopped; the connection is closed", e);
            }
        }
    }

    /** Asks the engine and waits for the answer. */
    <T> T ask(BiConsumer<ClientEngine, Completion<T>> question) throws JMSException {
        requireNotOnLoop();
        Reply<T> reply = new Reply<>();
        postFor(reply, question);
        return reply.await();
    }

    /** Who comes when all is over is told so: nobody would answer. */
    private <T> void postFor(Reply<T> reply, BiConsumer<ClientEngine, Completion<T>> question) {
        post(asked -> question.accept(asked, reply));
        if (ended) {
            reply.onFailed(Failure.closed());
        }
    }

    /** Asks and waits for a bounded time, whatever interrupts come; empty if the answer did not come in time. */
    <T> Optional<T> askQuietly(long timeoutMs, BiConsumer<ClientEngine, Completion<T>> question) throws JMSException {
        requireNotOnLoop();
        Reply<T> reply = new Reply<>();
        postFor(reply, question);
        return reply.awaitQuietly(timeoutMs);
    }

    /**
     * Asks for a close and waits for a bounded time. What another thread has closed meanwhile, or with its connection, is
     * closed: that is no failure of this one (Jakarta Messaging 3.1, 6.1.8).
     */
    void askToClose(long timeoutMs, BiConsumer<ClientEngine, Completion<Nothing>> question) throws JMSException {
        try {
            askQuietly(timeoutMs, question);
        } catch (jakarta.jms.IllegalStateException e) {
            if (!Exceptions.isClosed(e)) {
                throw e;
            }
        }
    }

    private void requireNotOnLoop() throws JMSException {
        if (loop.inLoop()) {
            throw new jakarta.jms.IllegalStateException(
                    "this call waits for the broker and cannot be made on the thread that talks to it");
        }
    }

    Limits limits() {
        return limits;
    }

    /** Who this connection is to the broker. */
    JmsxProperties.Sender sender() {
        return sender;
    }

    void register(int consumerId, DeliveryTarget target) {
        targets.put(consumerId, target);
    }

    void unregister(int consumerId) {
        targets.remove(consumerId);
    }

    /** Says good-bye and returns when the link has ended, or after a while. Nothing may be posted afterwards. */
    void close() {
        post(ending -> {
            closing = true;
            ending.close();
            timer.ifPresent(Cancellable::cancel);
            if (link == null) {
                linkEnded.countDown();
            }
        });
        boolean interrupted = false;
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GOODBYE_TIMEOUT_MS);
        while (true) {
            try {
                linkEnded.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        ended = true; // before the loop may be stopped
        dialer.close();
    }

    // On the loop

    private void drain() {
        drainAsked.set(false);
        for (Consumer<ClientEngine> command = commands.poll(); command != null; command = commands.poll()) {
            command.accept(engine);
        }
        askForTurnEnd();
    }

    private void askForTurnEnd() {
        if (!turnEndAsked) {
            turnEndAsked = true;
            loop.atEndOfTurn(() -> {
                turnEndAsked = false;
                engine.onTurnEnd();
            });
        }
    }

    /** The clock of the engine: it only compares times. */
    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public void onOpen(Link<Frame> opened) {
        if (opened == link) {
            engine.onLinkOpened(linkNumber);
            askForTurnEnd();
        }
    }

    @Override
    public void onFrame(Link<Frame> from, Frame frame) {
        if (from == link && frame instanceof ServerFrame said) {
            engine.onFrame(linkNumber, said, nowMs());
            askForTurnEnd();
        }
    }

    @Override
    public void onIdle(Link<Frame> idle) {
        idle.send(Heartbeat.INSTANCE);
    }

    @Override
    public void onClosed(Link<Frame> closed, CloseReason reason) {
        if (closed == link) {
            link = null;
            if (closing) {
                linkEnded.countDown();
            } else {
                engine.onLinkClosed(linkNumber, closed.peer() + ": " + reason.text(), nowMs());
            }
        }
    }

    @Override
    public void connect(int number, String address) {
        linkNumber = number;
        link = dialer.dial(loop, address, this);
    }

    @Override
    public void send(int number, ClientFrame frame) {
        if (link != null) {
            link.send(frame);
        }
    }

    @Override
    public void onWelcome(int number, ServerFrame.Welcome welcome) {
        limits = new Limits(
                welcome.maxFrameBytes(), welcome.maxMessageBytes(), welcome.wholeBytes(), welcome.pieceBytes());
        sender = new JmsxProperties.Sender(welcome.user(), welcome.userIdRequired());
        if (link != null) {
            link.raiseFrameLimit();
        }
    }

    @Override
    public void close(int number, String reason) {
        Link<Frame> ending = link;
        link = null;
        if (ending != null) {
            ending.close(reason);
        }
    }

    @Override
    public void closeAfter(int number, ClientFrame lastFrame) {
        if (link != null) {
            link.closeAfter(lastFrame, "the connection is closed");
        }
    }

    @Override
    public void wakeAt(long timeMs) {
        timer.ifPresent(Cancellable::cancel);
        timer = timeMs == Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(loop.schedule(Math.max(0, timeMs - nowMs()), () -> engine.onTimer(nowMs())));
    }

    @Override
    public boolean deliver(Delivery delivery) {
        DeliveryTarget target = targets.get(delivery.consumerId());
        return target != null && target.offer(delivery);
    }

    @Override
    public List<LaneRange> revoke(int consumerId) {
        DeliveryTarget target = targets.get(consumerId);
        return target == null ? List.of() : target.revoke();
    }

    @Override
    public List<LaneRange> recall(int consumerId) {
        DeliveryTarget target = targets.get(consumerId);
        return target == null ? List.of() : target.recall();
    }

    @Override
    public void onBrowsed(int consumerId) {
        DeliveryTarget target = targets.get(consumerId);
        if (target != null) {
            target.onBrowsed();
        }
    }

    @Override
    public void onConsumerClosed(int consumerId, Failure failure) {
        DeliveryTarget target = targets.remove(consumerId);
        if (target != null) {
            target.onClosed(failure);
        }
    }

    @Override
    public void onProducerOpened(int sessionId, int partition, ProducerIdentity identity) {
        observer.onProducerOpened(sessionId, partition, identity);
    }

    @Override
    public void onInterrupted(String why) {
        LOG.warn("the connection to the broker is interrupted, seeking it again: {}", why);
    }

    @Override
    public void onReconnected() {
        LOG.info("connected to the broker again");
    }

    @Override
    public void onConnectionFailed(Failure failure) {
        for (Map.Entry<Integer, DeliveryTarget> target : targets.entrySet()) {
            target.getValue().onClosed(failure);
        }
        observer.onConnectionFailed(failure);
    }
}
