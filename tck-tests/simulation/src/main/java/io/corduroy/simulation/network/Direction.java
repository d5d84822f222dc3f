package io.corduroy.simulation.network;

import io.corduroy.protocol.frame.Frame;
import io.corduroy.simulation.world.World;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * One direction of a link: frames arrive in order, each after some time, none twice; a stalled reader lets them wait, and
 * a dead direction swallows them.
 */
final class Direction {

    static final int HIGH_WATER_BYTES = 64 * 1024;
    static final int LOW_WATER_BYTES = 16 * 1024;

    /** On its way: as an object on a link within one process, as bytes on a wire. */
    private static final class Travelling {
        final Frame frame;
        final byte[] bytes;
        final long arrivalUs;

        Travelling(Frame frame, byte[] bytes, long arrivalUs) {
            this.frame = frame;
            this.bytes = bytes;
            this.arrivalUs = arrivalUs;
        }
    }

    private final World world;
    private final NetworkConditions conditions;
    private final Wire codec;
    private final boolean asObjects;
    private final boolean fromClient;
    private final String name;
    private final Deque<Travelling> frames = new ArrayDeque<>();
    private final FrameSink sink;
    private long queuedBytes;
    private long lastArrivalUs;
    private long stalledUntilUs;
    private boolean full;
    private boolean dead;
    private boolean paused;
    private boolean scheduled;
    private Runnable afterLast = () -> {};

    /** Who takes what arrives. */
    interface FrameSink {
        void onFrame(Frame frame);

        void onRoom();
    }

    Direction(
            World world,
            NetworkConditions conditions,
            Wire codec,
            boolean asObjects,
            boolean fromClient,
            int link,
            FrameSink sink) {
        this.world = world;
        this.conditions = conditions;
        this.codec = codec;
        this.asObjects = asObjects;
        this.fromClient = fromClient;
        this.name = (fromClient ? "-> link " : "<- link ") + link;
        this.sink = sink;
    }

    void send(Frame frame) {
        byte[] bytes = codec.encode(frame, fromClient);
        world.note(name, new ShownFrame(frame), Wire.hash(bytes));
        if (dead) {
            return;
        }
        lastArrivalUs = Math.max(lastArrivalUs, world.nowUs() + conditions.travelUs(bytes.length));
        frames.add(new Travelling(frame, bytes, lastArrivalUs));
        queuedBytes += bytes.length;
        full |= queuedBytes > HIGH_WATER_BYTES;
        schedule();
    }

    boolean isWritable() {
        return !full;
    }

    /** The reader does not read for so long. */
    void stall(long durationUs) {
        stalledUntilUs = world.nowUs() + durationUs;
    }

    /** The reader leaves everything on the wire until it is told otherwise. */
    void pause(boolean newPaused) {
        paused = newPaused;
        schedule();
    }

    /** From now on nothing arrives, and nobody is told. */
    void die() {
        dead = true;
        frames.clear();
        queuedBytes = 0;
    }

    boolean isDead() {
        return dead;
    }

    /** Calls back once everything sent so far has arrived. */
    void afterLast(Runnable action) {
        if (frames.isEmpty()) {
            world.after(conditions.travelUs(0), action);
        } else {
            afterLast = action;
        }
    }

    private void schedule() {
        if (!scheduled && !paused && !frames.isEmpty()) {
            scheduled = true;
            long due = Math.max(frames.getFirst().arrivalUs, stalledUntilUs);
            world.after(due - world.nowUs(), this::arrive);
        }
    }

    private void arrive() {
        scheduled = false;
        if (dead || paused || frames.isEmpty()) {
            return;
        }
        if (world.nowUs() < stalledUntilUs) {
            schedule();
            return;
        }
        Travelling next = frames.removeFirst();
        queuedBytes -= next.bytes.length;
        deliver(next);
        if (full && queuedBytes < LOW_WATER_BYTES) {
            full = false;
            sink.onRoom();
        }
        if (frames.isEmpty()) {
            Runnable last = afterLast;
            afterLast = () -> {};
            last.run();
        }
        schedule();
    }

    private void deliver(Travelling next) {
        if (asObjects) {
            sink.onFrame(next.frame);
            return;
        }
        sink.onFrame(codec.decode(next.bytes, fromClient));
        Arrays.fill(next.bytes, (byte) 0xEE); // whoever kept a slice of the receive buffer will see this
    }
}
