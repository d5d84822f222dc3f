package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.ProducerIdentity;
import io.corduroy.client.engine.SendCompletion;
import io.corduroy.client.engine.SendRequest;
import io.corduroy.client.message.CorduroyMessage;
import io.corduroy.client.message.ForeignMessages;
import io.corduroy.client.message.ProviderHeaders;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.MessageIdentity;
import io.corduroy.protocol.Origin;
import jakarta.jms.CompletionListener;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sending half of a session. Messages are numbered here, so that each has its JMSMessageID when send returns, also where
 * nobody waits for the broker: sends that are NON_PERSISTENT, transacted or have a completion listener only wait for room in
 * the window.
 */
final class SessionSends {

    private static final Logger LOG = LoggerFactory.getLogger(SessionSends.class);

    /** What a frame, and the record that it becomes, add to a message, generously. */
    private static final int FRAME_OVERHEAD_BYTES = 128 * 1024;

    /** What a send is told beside the message. */
    record Terms(boolean persistent, int priority, long timeToLiveMs, long deliveryDelayMs) {
        Terms delayedBy(long delayMs) {
            return delayMs == deliveryDelayMs ? this : new Terms(persistent, priority, timeToLiveMs, delayMs);
        }
    }

    /** A partition as this session sends to it. */
    private static final class Lane {
        volatile ProducerIdentity identity;
        long lastSequence; // guarded by the send lock

        Lane(ProducerIdentity identity) {
            this.identity = identity;
        }
    }

    /** A message on its way with somebody to tell. */
    private static final class Async {
        final CompletionListener listener;
        final Message message;
        boolean done;
        Optional<Failure> failure = Optional.empty();

        Async(CompletionListener listener, Message message) {
            this.listener = listener;
            this.message = message;
        }
    }

    private final ConnectionCore core;
    private final CorduroySession session;
    private final int sessionId;
    private volatile boolean transacted;
    private final SendWindow window;
    private final ReentrantLock sendLock = new ReentrantLock();
    private volatile boolean closing;
    private final Map<DestinationName, Integer> partitions = new HashMap<>(); // guarded by the send lock
    private final ConcurrentMap<Integer, Lane> lanes = new ConcurrentHashMap<>();
    private final ArrayDeque<Async> underWay = new ArrayDeque<>(); // guarded by itself
    private volatile @Nullable Failure earlierFailure;

    SessionSends(
            ConnectionCore core, CorduroySession session, int sessionId, boolean transacted, ClientOptions options) {
        this.core = core;
        this.session = session;
        this.sessionId = sessionId;
        this.transacted = transacted;
        this.window = new SendWindow(options.sendWindow(), options.sendWindowBytes());
    }

    /** Whether what is sent from now on is part of a transaction. */
    void setTransacted(boolean inTransaction) {
        sendLock.lock();
        try {
            transacted = inTransaction;
        } finally {
            sendLock.unlock();
        }
    }

    /** The broker knows this session under another number from now on. */
    void onProducerOpened(int partition, ProducerIdentity identity) {
        Lane lane = lanes.get(partition);
        if (lane != null) {
            lane.identity = identity;
        }
    }

    /**
     * Sends a message; on return it has its headers.
     *
     * @param listener null: returns when the message is confirmed if it is persistent and not transacted
     */
    void send(Message message, CorduroyDestination destination, Terms asked, @Nullable CompletionListener listener)
            throws JMSException {
        CorduroyMessage ours = ForeignMessages.toOurs(message, session.allowList());
        long nowMs = System.currentTimeMillis();
        Terms terms = asked.delayedBy(ScheduleProperties.delayMs(ours, asked.deliveryDelayMs(), nowMs));
        ByteBuffer whole = ours.encode(session.senderValues());
        requireFits(whole.remaining());
        ConnectionCore.Limits limits = core.limits();
        Optional<PieceSource> pieces = PieceSource.of(ours, whole, limits.wholeBytes(), limits.pieceBytes());
        ByteBuffer encoded = pieces.map(PieceSource::head).orElse(whole);
        requireFitsIntoFrame(encoded.remaining(), limits);
        boolean waits;
        Reply<ProducerIdentity> reply = new Reply<>();
        long sequence;
        ProducerIdentity identity;
        sendLock.lock();
        try {
            requireNotClosing();
            reportEarlierFailure();
            boolean inTransaction = transacted;
            waits = listener == null && terms.persistent() && !inTransaction;
            DestinationName name = destination.destinationName();
            int partition = partitionOf(name);
            Lane lane = laneOf(partition);
            lane.lastSequence++;
            sequence = lane.lastSequence;
            int pieceCount = 0;
            if (pieces.isPresent()) {
                pieceCount = sendPieces(pieces.get(), partition, sequence, terms.persistent());
            }
            window.acquire(encoded.remaining());
            identity = lane.identity;
            setHeaders(ours, message, destination, terms, nowMs, identity, sequence);
            SendCompletion completion =
                    new Releasing(encoded.remaining(), waits ? reply : notWaiting(message, listener, inTransaction));
            SendRequest request = new SendRequest(
                    sessionId,
                    name,
                    partition,
                    sequence,
                    inTransaction,
                    terms.persistent(),
                    terms.priority(),
                    nowMs,
                    terms.timeToLiveMs(),
                    terms.deliveryDelayMs(),
                    ours.groupId(),
                    pieceCount,
                    encoded);
            core.post(engine -> engine.send(request, completion));
        } finally {
            sendLock.unlock();
        }
        if (waits) {
            ProducerIdentity told = reply.await();
            if (!told.equals(identity)) {
                setHeaders(ours, message, destination, terms, nowMs, told, sequence);
            }
        }
    }

    /**
     * Sends the body ahead of its message, with the send lock held: the pieces belong to the sequence that comes next. If this
     * fails half way, what is stored of them dies with the next send.
     */
    private int sendPieces(PieceSource source, int partition, long sequence, boolean persistent) throws JMSException {
        AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
        int count = 0;
        long bytes = 0;
        for (Optional<ByteBuffer> next = source.next(); next.isPresent(); next = source.next()) {
            ByteBuffer piece = next.get();
            int number = count;
            int length = piece.remaining();
            count++;
            bytes += length;
            requireFits(bytes);
            window.acquire(length);
            core.post(engine -> engine.sendPiece(
                    sessionId,
                    partition,
                    sequence,
                    number,
                    persistent,
                    piece,
                    Completion.of(done -> window.release(length), why -> {
                        window.release(length);
                        failure.compareAndSet(null, why);
                    })));
            Failure failed = failure.get();
            if (failed != null) {
                throw Exceptions.of(failed);
            }
        }
        return count;
    }

    private void requireFits(long bytes) throws JMSException {
        ConnectionCore.Limits limits = core.limits();
        if (bytes > limits.maxMessageBytes()) {
            throw new JMSException(
                    "the message has " + bytes + " bytes, the broker takes at most " + limits.maxMessageBytes()
                            + "; raise its limit, or send less",
                    "MESSAGE_TOO_LARGE");
        }
    }

    private static void requireFitsIntoFrame(int bytes, ConnectionCore.Limits limits) throws JMSException {
        if (bytes > limits.maxFrameBytes() - FRAME_OVERHEAD_BYTES) {
            throw new JMSException(
                    "the headers and properties of the message make " + bytes
                            + " bytes with what else cannot be cut into"
                            + " pieces, the broker takes frames of at most " + limits.maxFrameBytes()
                            + "; put large values into the body",
                    "MESSAGE_TOO_LARGE");
        }
    }

    private void reportEarlierFailure() throws JMSException {
        Failure failure = earlierFailure;
        if (failure != null) {
            earlierFailure = null;
            throw Exceptions.of(new Failure(
                    failure.kind(),
                    failure.code(),
                    "this message was not sent, because an earlier one, for which nobody waited, was refused: "
                            + failure.text()));
        }
    }

    private int partitionOf(DestinationName name) throws JMSException {
        Integer known = partitions.get(name);
        if (known == null) {
            known = core.<Integer>ask(
                    (engine, completion) -> engine.openDestination(name, session.creates(name), completion));
            partitions.put(name, known);
        }
        return known;
    }

    private Lane laneOf(int partition) throws JMSException {
        Lane known = lanes.get(partition);
        if (known == null) {
            ProducerIdentity identity =
                    core.ask((engine, completion) -> engine.openProducer(sessionId, partition, completion));
            known = new Lane(identity);
            lanes.put(partition, known);
        }
        return known;
    }

    private static void setHeaders(
            CorduroyMessage ours,
            Message original,
            CorduroyDestination destination,
            Terms terms,
            long nowMs,
            ProducerIdentity identity,
            long sequence)
            throws JMSException {
        ours.setProviderHeaders(new ProviderHeaders(
                new MessageIdentity(identity.logId(), identity.number(), sequence),
                destination,
                terms.persistent(),
                terms.priority(),
                nowMs,
                terms.timeToLiveMs() == 0 ? 0 : nowMs + terms.timeToLiveMs(),
                nowMs + terms.deliveryDelayMs(),
                0,
                Origin.HERE));
        ForeignMessages.copyProviderHeaders(ours, original);
    }

    /**
     * Gives room in the window, after whoever waits is told or the listener's call is queued: a session that closes waits for an
     * empty window and then for what is queued, and nothing may come after that (7.3.4).
     */
    private final class Releasing implements SendCompletion {
        private final int bytes;
        private final SendCompletion then;

        Releasing(int bytes, SendCompletion then) {
            this.bytes = bytes;
            this.then = then;
        }

        @Override
        public void onConfirmed(ProducerIdentity identity) {
            try {
                then.onConfirmed(identity);
            } finally {
                window.release(bytes);
            }
        }

        @Override
        public void onFailed(Failure failure) {
            try {
                then.onFailed(failure);
            } finally {
                window.release(bytes);
            }
        }
    }

    private SendCompletion notWaiting(Message message, @Nullable CompletionListener listener, boolean inTransaction) {
        return listener == null ? new Unattended(inTransaction) : attended(new Async(listener, message));
    }

    /** Nobody is told; a refusal is told to the next send, or, in a transaction, by its commit. */
    private final class Unattended implements SendCompletion {
        private final boolean inTransaction;

        Unattended(boolean inTransaction) {
            this.inTransaction = inTransaction;
        }

        @Override
        public void onConfirmed(ProducerIdentity identity) {
            // as expected
        }

        @Override
        public void onFailed(Failure failure) {
            if (!inTransaction && failure.kind() == Failure.Kind.REFUSED) {
                LOG.warn("a message for which nobody waited was refused: {}", failure);
                earlierFailure = failure;
            }
        }
    }

    private SendCompletion attended(Async async) {
        synchronized (underWay) {
            underWay.add(async);
        }
        return new SendCompletion() {
            @Override
            public void onConfirmed(ProducerIdentity identity) {
                finish(async, Optional.empty());
            }

            @Override
            public void onFailed(Failure failure) {
                finish(async, Optional.of(failure));
            }
        };
    }

    /** Completions are told in the order of the sends, over all partitions. */
    private void finish(Async async, Optional<Failure> failure) {
        synchronized (underWay) {
            async.done = true;
            async.failure = failure;
            for (Async head = underWay.peek(); head != null && head.done; head = underWay.peek()) {
                underWay.remove();
                Async told = head;
                session.callBack(() -> tell(told));
            }
            underWay.notifyAll();
        }
    }

    /** Waits until the call of each completion listener is queued: whatever was sent with one is done. */
    void awaitAttended() {
        boolean interrupted = false;
        synchronized (underWay) {
            while (!underWay.isEmpty()) {
                try {
                    underWay.wait();
                } catch (InterruptedException e) {
                    interrupted = true; // the transaction ends first
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(Async async) {
        if (async.failure.isPresent()) {
            async.listener.onException(async.message, Exceptions.of(async.failure.get()));
        } else {
            async.listener.onCompletion(async.message);
        }
    }

    private void requireNotClosing() throws IllegalStateException {
        if (closing) {
            throw new IllegalStateException("the session is closed");
        }
    }

    /** Sends nothing more; waits for what another thread is about to send, so that its end is waited for, too (7.3.4). */
    void close(long timeoutMs) {
        closing = true;
        boolean locked = false;
        try {
            locked = sendLock.tryLock(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closing goes on
        } finally {
            if (locked) {
                sendLock.unlock();
            }
        }
        awaitConfirmations(timeoutMs);
    }

    /** Waits until every send has been confirmed or has failed, or the time is over. */
    void awaitConfirmations(long timeoutMs) {
        if (!window.awaitEmpty(timeoutMs)) {
            LOG.warn("messages were still unconfirmed when their session was closed");
        }
    }

    void forget(DestinationName name) {
        sendLock.lock();
        try {
            partitions.remove(name);
        } finally {
            sendLock.unlock();
        }
    }
}
