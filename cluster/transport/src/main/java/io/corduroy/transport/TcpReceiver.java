package io.corduroy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reading half of a socket link: input is cut into frames, frames are decoded and handed to the handler. While paused it
 * keeps what had been read already, which is no more than one read of the socket. On the loop only.
 */
final class TcpReceiver<F> {

    private static final Logger LOG = LoggerFactory.getLogger(TcpReceiver.class);

    private final FrameCodec<F> codec;
    private final HandlerCalls<F> handler;
    private final FrameCutter cutter;
    private final Consumer<String> onMalformed;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(0);
    private boolean paused;
    private boolean handling; // a frame is with the handler: its bytes must stay
    private boolean burst; // frames were handed out since the last turn's end
    private boolean stopped;

    TcpReceiver(
            FrameCodec<F> codec,
            HandlerCalls<F> handler,
            ByteBufAllocator allocator,
            int maxFrameBytes,
            Consumer<String> onMalformed) {
        this.codec = codec;
        this.handler = handler;
        this.cutter = new FrameCutter(allocator, maxFrameBytes);
        this.onMalformed = onMalformed;
    }

    void limit(int maxFrameBytes) {
        cutter.limit(maxFrameBytes);
    }

    void pause() {
        paused = true;
    }

    /** Input is not held back any more from the next {@link #readHeld} on. */
    void resume() {
        paused = false;
    }

    /** Takes over a piece of input. */
    void onInput(ByteBuf in) {
        if (stopped) {
            in.release();
        } else if (paused || !held.isEmpty()) {
            held.addLast(in);
        } else {
            read(in);
        }
    }

    /** The socket has no more input for now. */
    void onInputEnd() {
        if (burst && !stopped) {
            burst = false;
            handler.onTurnEnd();
        }
    }

    boolean holdsInput() {
        return !held.isEmpty();
    }

    /** Goes on with what was held while paused. */
    void readHeld() {
        while (!paused && !held.isEmpty()) {
            read(held.removeFirst());
        }
        onInputEnd();
    }

    String halfFrame() {
        return stopped ? "" : cutter.halfFrame();
    }

    /** Ignores all further input. */
    void stop() {
        stopped = true;
        if (!handling) {
            releaseAll();
        }
    }

    private void read(ByteBuf in) {
        boolean used = false;
        handling = true;
        try {
            used = handOut(in);
        } finally {
            handling = false;
            if (used || stopped) {
                in.release();
            } else {
                held.addFirst(in);
            }
            if (stopped) {
                releaseAll();
            }
        }
    }

    /** Whether all of the input was used: it is not if the handler has paused the link. */
    private boolean handOut(ByteBuf in) {
        while (!paused && !stopped) {
            F frame;
            try {
                ByteBuffer bytes = cutter.next(in);
                if (bytes == null) {
                    return true;
                }
                frame = codec.decode(bytes);
            } catch (MalformedFrameException e) {
                onMalformed.accept(TcpErrors.messageOf(e));
                return true;
            } catch (RuntimeException e) { // a buffer that ends too early, a bad enum: hostile or broken, not our state
                LOG.debug("the decoder failed", e);
                onMalformed.accept("a frame could not be decoded: " + e);
                return true;
            }
            burst = true;
            handler.onFrame(frame);
        }
        return false;
    }

    private void releaseAll() {
        cutter.release();
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
