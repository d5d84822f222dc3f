package io.corduroy.server.link;

import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.Heartbeat;
import io.corduroy.transport.CloseReason;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A client of frames, without a client's sense: it says what a test tells it to say. */
public final class RawClient implements LinkHandler<Frame> {

    private static final Frame END = new ClientFrame.Bye();

    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final Link<Frame> link;
    private volatile String closeReason = "";

    /** Connects by what a transport offers. */
    public RawClient(Function<LinkHandler<Frame>, Link<Frame>> connector) {
        link = connector.apply(this);
    }

    /** A Hello that a server should like. */
    public static ClientFrame.Hello hello(long instance, String clientId) {
        return new ClientFrame.Hello(
                1, 1, new ClientInstanceId(7, instance), clientId, "", "", 0, true, "raw-" + instance);
    }

    /** A persistent message of producer 1. */
    public static ClientFrame.Send send(int partition, long producer, long sequence, int destination, String text) {
        return new ClientFrame.Send(
                partition,
                producer,
                sequence,
                destination,
                0,
                true,
                false,
                4,
                0,
                0,
                0,
                "",
                0,
                ByteBuffer.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** Says something. */
    public void say(Frame frame) {
        link.send(frame);
    }

    /** The next frame of a kind; heartbeats are passed over, anything else fails. */
    public <T extends Frame> T expect(Class<T> type) throws InterruptedException {
        Frame frame = next();
        if (!type.isInstance(frame)) {
            throw new AssertionError("expected " + type.getSimpleName() + ", got " + frame + " " + closeReason);
        }
        return type.cast(frame);
    }

    /** Waits for the end of the link; what comes before it is passed over. */
    public void expectEnd() throws InterruptedException {
        while (next() != END) {
            // passed over
        }
    }

    /** Why the link ended. */
    public String closeReason() {
        return closeReason;
    }

    /** The link itself. */
    public Link<Frame> link() {
        return link;
    }

    private Frame next() throws InterruptedException {
        while (true) {
            Frame frame = frames.poll(5, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("the server says nothing");
            }
            if (!(frame instanceof Heartbeat)) {
                return frame;
            }
        }
    }

    @Override
    public void onOpen(Link<Frame> opened) {
        opened.raiseFrameLimit();
    }

    @Override
    public void onFrame(Link<Frame> from, Frame frame) {
        frames.add(frame);
    }

    @Override
    public void onClosed(Link<Frame> from, CloseReason reason) {
        closeReason = reason.toString();
        frames.add(END);
    }
}
