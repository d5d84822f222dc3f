package io.corduroy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing half of a socket link. Frames stay frames while they wait: they are encoded when the socket takes more, so that a
 * slow peer makes us hold references to payloads and no copies of them, and what waits together goes out in one write.
 */
final class TcpSender<F> {

    private static final Logger LOG = LoggerFactory.getLogger(TcpSender.class);

    private static final int BATCH_BYTES = 256 * 1024;
    private static final int BATCHES_PER_TURN = 16; // then the other links of the loop have their turn
    private static final int LENGTH_BYTES = Integer.BYTES;

    /** What the link hears of its writing half, on the loop. */
    interface Listener {
        void onWritable();

        /** All that was sent has been given to the socket. */
        void onDrained();

        void onSendFailed(CloseReason reason);
    }

    private final NettyLoop loop;
    private final FrameCodec<F> codec;
    private final SendQueue<F> queue;
    private final Listener listener;
    private final AtomicBoolean wakeAsked = new AtomicBoolean();
    private final Runnable onWake = this::onWake;
    private final Runnable flush = this::flush;

    // Owned by the loop.
    private @Nullable ChannelHandlerContext ctx;
    private int batchesUnderWay;
    private boolean flushAsked;
    private boolean flushing;
    private boolean stopped;

    TcpSender(NettyLoop loop, FrameCodec<F> codec, LinkOptions options, Listener listener) {
        this.loop = loop;
        this.codec = codec;
        this.queue = new SendQueue<>(options.lowWaterMarkBytes(), options.highWaterMarkBytes());
        this.listener = listener;
    }

    /** Any thread. */
    void send(F frame) {
        queue.offer(frame, codec.sizeOf(frame) + LENGTH_BYTES);
        if (loop.inLoop()) {
            askFlush();
        } else if (!wakeAsked.get() && wakeAsked.compareAndSet(false, true)) {
            wake();
        }
    }

    /** Any thread. */
    boolean isWritable() {
        return queue.isWritable();
    }

    /** Begins to write, also what was sent before. */
    void start(ChannelHandlerContext socket) {
        ctx = socket;
        askFlush();
    }

    /** Drops what has not been encoded; nothing is written from now on. */
    void stop() {
        stopped = true;
        queue.clear();
    }

    boolean isDrained() {
        return batchesUnderWay == 0 && queue.isEmpty();
    }

    private void wake() {
        try {
            loop.execute(onWake);
        } catch (RejectedExecutionException e) {
            LOG.trace("sent on a stopped loop, whose links were told", e);
        }
    }

    private void onWake() {
        wakeAsked.set(false); // before looking into the queue: who finds it set has put his frame in before we look
        askFlush();
    }

    private void askFlush() {
        if (!flushAsked) {
            flushAsked = true;
            loop.flushAtEndOfTurn(flush);
        }
    }

    /** Writes what waits, as far as the socket takes it; called again when it takes more. */
    void flush() {
        flushAsked = false;
        ChannelHandlerContext socket = ctx;
        if (socket == null || flushing) {
            return;
        }
        flushing = true; // writing may make the socket writable again within this call
        for (int batches = 0; !stopped && !queue.isEmpty() && socket.channel().isWritable(); batches++) {
            if (batches == BATCHES_PER_TURN) {
                loop.execute(flush);
                break;
            }
            writeBatch(socket);
        }
        flushing = false;
    }

    private void writeBatch(ChannelHandlerContext socket) {
        FrameBatch batch = new FrameBatch(socket.alloc(), queue.queuedBytes());
        long queuedBytes = 0;
        try {
            while (batch.sizeBytes() < BATCH_BYTES) {
                SendQueue.Entry<F> entry = queue.poll();
                if (entry == null) {
                    break;
                }
                queuedBytes += entry.bytes();
                batch.add(codec, entry.take());
            }
        } catch (RuntimeException e) {
            batch.release();
            LOG.error(
                    "a frame could not be encoded, the link is closed: peer={}",
                    socket.channel().remoteAddress(),
                    e);
            listener.onSendFailed(new CloseReason(
                    CloseReason.Kind.HANDLER_ERROR, "a frame of ours could not be encoded: " + e.getMessage()));
            return;
        }
        write(socket, batch.pieces(), queuedBytes);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the last piece's outcome is that of all
    private void write(ChannelHandlerContext socket, List<ByteBuf> pieces, long queuedBytes) {
        batchesUnderWay++;
        int last = pieces.size() - 1;
        for (int i = 0; i < last; i++) {
            socket.write(pieces.get(i), socket.voidPromise());
        }
        ChannelPromise written = socket.newPromise();
        written.addListener(done -> onWritten(done, queuedBytes));
        socket.writeAndFlush(pieces.get(last), written);
    }

    private void onWritten(Future<?> done, long queuedBytes) {
        batchesUnderWay--;
        boolean writableAgain = queue.release(queuedBytes);
        if (stopped) {
            return;
        }
        if (!done.isSuccess()) {
            listener.onSendFailed(TcpErrors.reasonOf(done.cause()));
            return;
        }
        if (writableAgain) {
            listener.onWritable();
        }
        if (isDrained()) {
            listener.onDrained();
        }
    }
}
