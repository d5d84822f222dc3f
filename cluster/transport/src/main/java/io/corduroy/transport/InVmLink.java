package io.corduroy.transport;

import io.corduroy.transport.CloseReason.Kind;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One side of a link inside a VM. What it sends lies in its own queue until the other side's loop takes it out, so that the
 * bytes count against the sender until the receiver's handler has returned.
 *
 * <pre>
 *  OPENING ──▶ OPEN ──▶ LAST_WORDS ──▶ CLOSED      (and from each one straight to CLOSED)
 * </pre>
 */
final class InVmLink<F> implements Link<F>, NettyLoop.OwnedLink {

    private static final Logger LOG = LoggerFactory.getLogger(InVmLink.class);

    private static final int FRAMES_PER_TURN = 256; // then the other links of the loop have their turn

    private enum State {
        OPENING,
        OPEN,
        LAST_WORDS,
        CLOSED
    }

    private final NettyLoop loop;
    private final FrameCodec<F> codec;
    private final LinkOptions options;
    private final String peer;
    private final SendQueue<F> outgoing;
    private final HandlerCalls<F> handler;
    private final AtomicBoolean receiveAsked = new AtomicBoolean();
    private final Runnable onReceiveAsked = this::onReceiveAsked;
    private final Runnable flush = this::flush;
    private volatile @Nullable InVmLink<F> other; // set once, before either side opens
    private volatile boolean opened;
    private volatile boolean ending; // somebody closed it: what is sent from now on is dropped

    // Owned by the loop.
    private State state = State.OPENING;
    private boolean paused;
    private boolean flushAsked;
    private @Nullable CloseReason lastReason; // for after our last words
    private @Nullable CloseReason peerLastReason; // once the other side has said its last words
    private @Nullable Cancellable lingerTimer;

    private InVmLink(
            NettyLoop loop,
            FrameCodec<F> codec,
            LinkOptions options,
            String peer,
            Function<InVmLink<F>, HandlerCalls<F>> handler) {
        this.loop = loop;
        this.codec = codec;
        this.options = options;
        this.peer = peer;
        this.outgoing = new SendQueue<>(options.lowWaterMarkBytes(), options.highWaterMarkBytes());
        this.handler = handler.apply(this);
    }

    static <F> InVmLink<F> connecting(
            NettyLoop loop, FrameCodec<F> codec, LinkOptions options, String peer, LinkHandler<F> handler) {
        return new InVmLink<>(loop, codec, options, peer, link -> HandlerCalls.connecting(link, handler, link::end));
    }

    static <F> InVmLink<F> accepting(
            NettyLoop loop,
            FrameCodec<F> codec,
            LinkOptions options,
            String peer,
            Function<Link<F>, LinkHandler<F>> acceptor) {
        return new InVmLink<>(loop, codec, options, peer, link -> HandlerCalls.accepting(link, acceptor, link::end));
    }

    static <F> void pair(InVmLink<F> near, InVmLink<F> far) {
        near.other = far;
        far.other = near;
    }

    // What the owner asks, from any thread.

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public boolean isOpen() {
        return opened && !ending;
    }

    @Override
    public void send(F frame) {
        if (!ending) {
            offer(frame);
        }
    }

    @Override
    public boolean isWritable() {
        return !ending && outgoing.isWritable();
    }

    @Override
    public void pauseReading() {
        onLoop(() -> paused = true);
    }

    @Override
    public void resumeReading() {
        onLoop(() -> {
            paused = false;
            askToReceive();
        });
    }

    /** There are no strangers in here. */
    @Override
    public void raiseFrameLimit() {}

    @Override
    public void close(String reason) {
        ending = true;
        onLoop(() -> end(new CloseReason(Kind.LOCAL, reason)));
    }

    @Override
    public void closeAfter(F lastFrame, String reason) {
        if (!ending) {
            ending = true;
            offer(lastFrame);
            onLoop(() -> sayLastWords(new CloseReason(Kind.LOCAL, reason)));
        }
    }

    private void offer(F frame) {
        outgoing.offer(frame, codec.sizeOf(frame));
        if (!loop.inLoop()) {
            flush();
        } else if (!flushAsked) {
            flushAsked = true;
            loop.flushAtEndOfTurn(flush);
        }
    }

    /** Makes the other side look into our queue. */
    private void flush() {
        if (loop.inLoop()) {
            flushAsked = false;
        }
        InVmLink<F> receiver = other;
        if (receiver != null) {
            receiver.askToReceive();
        }
    }

    private void onLoop(Runnable change) {
        if (loop.inLoop()) {
            change.run();
        } else {
            queue(change);
        }
    }

    private void queue(Runnable change) {
        try {
            loop.execute(change);
        } catch (RejectedExecutionException e) {
            LOG.trace("asked on a stopped loop, whose links were told", e);
        }
    }

    // What the other side tells; on its loop or any other thread.

    private void askToReceive() {
        if (!receiveAsked.get() && receiveAsked.compareAndSet(false, true)) {
            queue(onReceiveAsked);
        }
    }

    private void tellWritable() {
        queue(() -> {
            if (state == State.OPEN) {
                handler.onWritable();
            }
        });
    }

    private void tellLastWords(CloseReason reason) {
        queue(() -> {
            peerLastReason = peerClosed(reason);
            if (state == State.LAST_WORDS) {
                end(peerLastReason); // it listens no more either: nobody is left to wait for
            } else {
                receive();
            }
        });
    }

    private void tellClosed(CloseReason reason) {
        queue(() -> end(peerClosed(reason)));
    }

    private static CloseReason peerClosed(CloseReason reason) {
        return new CloseReason(Kind.PEER, "the peer closed the link: " + reason.text());
    }

    // On the loop.

    void start() {
        loop.add(this);
    }

    /** The accepting side opens first, so that it can answer the first frame. */
    void openBoth() {
        start();
        open();
        InVmLink<F> near = other;
        if (near != null) {
            near.queue(near::open);
        }
    }

    private void open() {
        if (state == State.OPENING) {
            moveTo(State.OPEN, "ready");
            opened = true;
            handler.onOpen();
            askToReceive();
        }
    }

    private void onReceiveAsked() {
        receiveAsked.set(false); // before looking into the queue: who finds it set has put his frame in before we look
        receive();
    }

    private void receive() {
        InVmLink<F> sender = other;
        if (sender == null || state != State.OPEN) {
            return;
        }
        int frames = handOut(sender);
        if (state != State.OPEN) {
            return;
        }
        if (frames > 0) {
            handler.onTurnEnd();
        }
        CloseReason end = peerLastReason;
        if (!sender.outgoing.isEmpty() && !paused) {
            askToReceive();
        } else if (end != null && sender.outgoing.isEmpty()) {
            end(end);
        }
    }

    private int handOut(InVmLink<F> sender) {
        int frames = 0;
        while (frames < FRAMES_PER_TURN && !paused && state == State.OPEN) {
            SendQueue.Entry<F> entry = sender.outgoing.poll();
            if (entry == null) {
                break;
            }
            frames++;
            handler.onFrame(entry.take());
            if (sender.outgoing.release(entry.bytes())) {
                sender.tellWritable();
            }
        }
        return frames;
    }

    private void sayLastWords(CloseReason reason) {
        InVmLink<F> listening = other;
        if (state != State.OPEN || listening == null) {
            end(reason);
            return;
        }
        moveTo(State.LAST_WORDS, reason.text());
        lastReason = reason;
        lingerTimer = loop.schedule(options.lingerMs(), () -> end(reason));
        listening.tellLastWords(reason);
    }

    @Override
    public void onLoopStopping() {
        end(new CloseReason(Kind.LOOP_STOPPED, "this side is shutting down"));
    }

    /** Ends this side, from whatever state, and tells the other. */
    void end(CloseReason reason) {
        if (state == State.CLOSED) {
            return;
        }
        CloseReason told = lastReason == null ? reason : lastReason;
        moveTo(State.CLOSED, told.text());
        ending = true;
        if (lingerTimer != null) {
            lingerTimer.cancel();
        }
        loop.remove(this);
        InVmLink<F> left = other;
        if (left != null) {
            left.tellClosed(told);
        }
        handler.onClosed(told);
    }

    private void moveTo(State next, String why) {
        LOG.debug("link: peer={} {} -> {}: {}", peer, state, next, why);
        state = next;
    }
}
