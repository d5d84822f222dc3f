package io.corduroy.transport;

import io.corduroy.transport.CloseReason.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A link over a socket.
 *
 * <pre>
 *  OPENING ──▶ OPEN ──▶ LAST_WORDS ──▶ CLOSED      (and from each one straight to CLOSED)
 * </pre>
 *
 * <p>OPENING: connecting, TLS. OPEN: frames flow. LAST_WORDS: input is thrown away, the queue is being written, then our half of
 * the connection ends and the peer is given time to end its own: closing a socket with unread input would make the kernel reset
 * the connection, and the peer could lose the last frame. CLOSED: the handler has been told.
 */
final class TcpLink<F> implements Link<F>, NettyLoop.OwnedLink, TcpSender.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(TcpLink.class);

    private enum State {
        OPENING,
        OPEN,
        LAST_WORDS,
        CLOSED
    }

    private final NettyLoop loop;
    private final FrameCodec<F> codec;
    private final LinkOptions options;
    private final HandlerCalls<F> handler;
    private final TcpSender<F> sender;
    private volatile String peer;
    private volatile boolean opened;
    private volatile boolean ending; // somebody closed it: what is sent from now on is dropped

    // Owned by the loop.
    private final IdleTimer readIdle;
    private final IdleTimer writeIdle;
    private State state = State.OPENING;
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable TcpReceiver<F> receiver;
    private @Nullable Cancellable handshakeTimer;
    private @Nullable Cancellable lingerTimer;
    private @Nullable CloseReason fault; // why the transport is closing it, while the owner may still say so
    private @Nullable CloseReason lastReason; // for after the last words
    private boolean handshakeDone;
    private boolean paused;

    private TcpLink(
            NettyLoop loop,
            FrameCodec<F> codec,
            LinkOptions options,
            String peer,
            Function<TcpLink<F>, HandlerCalls<F>> handler) {
        this.loop = loop;
        this.codec = codec;
        this.options = options;
        this.peer = peer;
        this.sender = new TcpSender<>(loop, codec, options, this);
        this.readIdle = new IdleTimer(loop, options.readIdleMs(), this::onReadIdle);
        this.writeIdle = new IdleTimer(loop, options.writeIdleMs(), this::onWriteIdle);
        this.handler = handler.apply(this);
    }

    static <F> TcpLink<F> connecting(
            NettyLoop loop, FrameCodec<F> codec, LinkOptions options, String peer, LinkHandler<F> handler) {
        return new TcpLink<>(loop, codec, options, peer, link -> HandlerCalls.connecting(link, handler, link::end));
    }

    static <F> TcpLink<F> accepting(
            NettyLoop loop, FrameCodec<F> codec, LinkOptions options, Function<Link<F>, LinkHandler<F>> acceptor) {
        return new TcpLink<>(loop, codec, options, "", link -> HandlerCalls.accepting(link, acceptor, link::end));
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
            sender.send(frame);
        }
    }

    @Override
    public boolean isWritable() {
        return !ending && sender.isWritable();
    }

    @Override
    public void pauseReading() {
        onLoop(() -> setPaused(true));
    }

    @Override
    public void resumeReading() {
        onLoop(() -> setPaused(false));
    }

    @Override
    public void raiseFrameLimit() {
        onLoop(this::endHandshake);
    }

    @Override
    public void close(String reason) {
        ending = true;
        onLoop(() -> end(new CloseReason(Kind.LOCAL, reason)));
    }

    @Override
    public void closeAfter(F lastFrame, String reason) {
        if (!ending) {
            ending = true;
            sender.send(lastFrame);
            onLoop(() -> sayLastWords(new CloseReason(Kind.LOCAL, reason)));
        }
    }

    private void onLoop(Runnable change) {
        if (loop.inLoop()) {
            change.run();
            return;
        }
        try {
            loop.execute(change);
        } catch (RejectedExecutionException e) {
            LOG.trace("asked on a stopped loop, whose links were told", e);
        }
    }

    // What the socket tells, on the loop.

    /** This side begins to connect. */
    void onConnecting() {
        loop.add(this);
    }

    /** There is a TCP connection. */
    void onConnected(ChannelHandlerContext socket) {
        if (state == State.CLOSED) { // the owner closed it meanwhile
            closeSocket(socket);
            return;
        }
        loop.add(this);
        ctx = socket;
        peer = TcpErrors.text(socket.channel().remoteAddress());
        receiver = new TcpReceiver<>(
                codec,
                handler,
                socket.alloc(),
                handshakeDone
                        ? codec.maxFrameBytes()
                        : Math.min(options.handshakeMaxFrameBytes(), codec.maxFrameBytes()),
                this::onMalformed);
        if (options.handshakeTimeoutMs() > 0 && !handshakeDone) {
            handshakeTimer = loop.schedule(options.handshakeTimeoutMs(), this::onHandshakeTimeout);
        }
    }

    /** Frames can flow: connected, and TLS agreed if it was asked for. */
    void onReady(ChannelHandlerContext socket) {
        if (state != State.OPENING) {
            return;
        }
        moveTo(State.OPEN, "ready");
        opened = true;
        readIdle.start();
        writeIdle.start();
        sender.start(socket);
        if (paused) { // asked for while opening; until now TLS had to read
            setPaused(true);
        }
        handler.onOpen();
    }

    void onInput(ByteBuf in) {
        readIdle.touch();
        TcpReceiver<F> reading = receiver;
        if (reading == null || state != State.OPEN) {
            in.release();
        } else {
            reading.onInput(in);
        }
    }

    void onInputEnd() {
        if (receiver != null && state == State.OPEN) {
            receiver.onInputEnd();
        }
    }

    void onSocketWritable() {
        sender.flush();
    }

    /** The peer has ended its half, or the connection is gone. */
    void onDisconnected() {
        String half = receiver == null ? "" : receiver.halfFrame();
        end(new CloseReason(
                Kind.PEER, half.isEmpty() ? "the peer closed the link" : "the peer closed the link " + half));
    }

    void onSocketFailed(Throwable cause) {
        CloseReason reason = TcpErrors.reasonOf(cause);
        if (reason.kind() == Kind.HANDLER_ERROR) {
            LOG.error("the transport failed, the link is closed: peer={}", peer, cause);
        }
        end(reason);
    }

    // What its halves and timers tell, on the loop.

    @Override
    public void onWritable() {
        if (state == State.OPEN) {
            handler.onWritable();
        }
    }

    @Override
    public void onDrained() {
        writeIdle.touch();
        if (state == State.LAST_WORDS) {
            endOurHalf();
        }
    }

    @Override
    public void onSendFailed(CloseReason reason) {
        end(reason);
    }

    @Override
    public void onLoopStopping() {
        end(new CloseReason(Kind.LOOP_STOPPED, "this side is shutting down"));
    }

    private void onMalformed(String what) {
        onFault(new CloseReason(Kind.PROTOCOL_ERROR, what));
    }

    private void onHandshakeTimeout() {
        onFault(new CloseReason(
                Kind.HANDSHAKE_TIMEOUT,
                "the peer did not finish the handshake within " + options.handshakeTimeoutMs() + " ms" + halfFrame()));
    }

    private void onReadIdle() {
        if (!paused && state == State.OPEN) {
            onFault(new CloseReason(
                    Kind.READ_IDLE, "the peer sent nothing for " + options.readIdleMs() + " ms" + halfFrame()));
        }
    }

    private void onWriteIdle() {
        if (state == State.OPEN && sender.isDrained()) {
            handler.onIdle();
        }
    }

    private String halfFrame() {
        String half = receiver == null ? "" : receiver.halfFrame();
        return half.isEmpty() ? "" : ", " + half;
    }

    // Changes, on the loop.

    private void setPaused(boolean pause) {
        paused = pause;
        if (ctx == null || receiver == null || state != State.OPEN) {
            return;
        }
        if (pause) {
            receiver.pause();
            ctx.channel().config().setAutoRead(false);
            return;
        }
        readIdle.touch();
        receiver.resume();
        if (receiver.holdsInput()) {
            loop.execute(this::readHeld); // not here: the caller does not expect frames within its call
        } else {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void readHeld() {
        if (receiver != null && ctx != null && state == State.OPEN) {
            receiver.readHeld();
            if (!paused) {
                ctx.channel().config().setAutoRead(true);
            }
        }
    }

    private void endHandshake() {
        handshakeDone = true;
        cancel(handshakeTimer);
        if (receiver != null) {
            receiver.limit(codec.maxFrameBytes());
        }
    }

    private void onFault(CloseReason reason) {
        if (state == State.OPEN) {
            fault = reason;
            if (receiver != null) {
                receiver.stop();
            }
            handler.onFault(reason);
        }
        if (state != State.LAST_WORDS) {
            end(reason);
        }
    }

    private void sayLastWords(CloseReason reason) {
        if (state != State.OPEN) {
            end(reason);
            return;
        }
        moveTo(State.LAST_WORDS, reason.text());
        CloseReason told = fault == null ? reason : fault;
        lastReason = told;
        stopTimers();
        if (receiver != null) {
            receiver.stop();
        }
        if (ctx != null) {
            ctx.channel().config().setAutoRead(true); // to see the peer's end
        }
        lingerTimer = loop.schedule(options.lingerMs(), () -> end(told));
        if (sender.isDrained()) { // another thread closed it, and the loop had written the frame before it came here
            endOurHalf();
        }
    }

    private void endOurHalf() {
        ChannelHandlerContext socket = ctx;
        if (socket == null) {
            return;
        }
        SslHandler tls = socket.pipeline().get(SslHandler.class);
        Future<?> ended = tls == null ? ((DuplexChannel) socket.channel()).shutdownOutput() : tls.closeOutbound();
        if (ended.isDone() && !ended.isSuccess()) {
            onDisconnected(); // the peer was faster
        }
    }

    /** Ends the link, from whatever state; also one whose connection never came about. */
    void end(CloseReason reason) {
        if (state == State.CLOSED) {
            return;
        }
        CloseReason told = lastReason == null ? reason : lastReason;
        moveTo(State.CLOSED, told.text());
        ending = true;
        stopTimers();
        cancel(lingerTimer);
        sender.stop();
        if (receiver != null) {
            receiver.stop();
        }
        loop.remove(this);
        if (ctx != null) {
            closeSocket(ctx);
        }
        handler.onClosed(told);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing is left to do, whatever comes of it
    private static void closeSocket(ChannelHandlerContext socket) {
        socket.close();
    }

    private void stopTimers() {
        cancel(handshakeTimer);
        readIdle.stop();
        writeIdle.stop();
    }

    private static void cancel(@Nullable Cancellable timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void moveTo(State next, String why) {
        LOG.debug("link: peer={} {} -> {}: {}", peer, state, next, why);
        state = next;
    }
}
