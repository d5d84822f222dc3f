package io.corduroy.simulation.network;

import io.corduroy.protocol.frame.Frame;
import io.corduroy.simulation.world.World;
import org.jspecify.annotations.Nullable;

/** A link between an application and the node: two directions, two sides. */
public final class SimulatedLink {

    private final World world;
    private final NetworkConditions conditions;
    private final Direction up;
    private final Direction down;
    private final Side client;
    private final Side server;

    SimulatedLink(
            World world, NetworkConditions conditions, Wire codec, boolean asObjects, int number, LinkEnd clientEnd) {
        this.world = world;
        this.conditions = conditions;
        client = new Side(true);
        server = new Side(false);
        client.end = clientEnd;
        up = new Direction(world, conditions, codec, asObjects, true, number, sink(server, client));
        down = new Direction(world, conditions, codec, asObjects, false, number, sink(client, server));
    }

    /** One side of the link. */
    public final class Side {
        private final boolean isClient;
        private @Nullable LinkEnd end;
        private boolean closed;

        private Side(boolean isClient) {
            this.isClient = isClient;
        }

        /** Queues a frame; dropped when this side is closed. */
        public void send(Frame frame) {
            if (!closed) {
                outgoing().send(frame);
            }
        }

        /** Whether the peer keeps up. */
        public boolean isWritable() {
            return outgoing().isWritable();
        }

        /** Leaves what comes on the wire, or takes it again. */
        public void pauseReading(boolean paused) {
            incoming().pause(paused);
        }

        public boolean isClosed() {
            return closed;
        }

        /** Closes this side, which is not told so; the peer gets what is under way and then learns it. */
        public void close(String why) {
            if (!closed) {
                closed = true;
                incoming().die();
                outgoing().afterLast(() -> other().onClosed(why));
            }
        }

        /** The process of this side is gone. Its peer notices at once, or only by silence if the machine is gone too. */
        public void vanish(boolean machine) {
            closed = true;
            incoming().die();
            outgoing().die();
            long noticedUs = machine ? conditions.silenceUs() : conditions.travelUs(0);
            world.after(noticedUs, () -> other().onClosed("reset by peer"));
        }

        private Direction outgoing() {
            return isClient ? up : down;
        }

        private Direction incoming() {
            return isClient ? down : up;
        }

        private Side other() {
            return isClient ? server : client;
        }

        private void onClosed(String why) {
            if (!closed) {
                closed = true;
                incoming().die();
                if (end != null) {
                    end.onClosed(why);
                }
            }
        }
    }

    Side client() {
        return client;
    }

    Side server() {
        return server;
    }

    /** The node has taken the link. */
    void accepted(LinkEnd serverEnd) {
        server.end = serverEnd;
    }

    /** Both directions swallow what is under way, and each side notices when it misses its peer's heartbeats. */
    void cut() {
        up.die();
        down.die();
        noticeBySilence();
    }

    /** One direction swallows everything, the other goes on until somebody notices. */
    void breakHalf(boolean upwards) {
        (upwards ? up : down).die();
        noticeBySilence();
    }

    /** Both sides learn at once that it is over. */
    void reset() {
        up.die();
        down.die();
        world.after(conditions.travelUs(0), () -> client.onClosed("reset"));
        world.after(conditions.travelUs(0), () -> server.onClosed("reset"));
    }

    /** One of the readers does not read for a while. */
    void stall(boolean upwards, long durationUs) {
        (upwards ? up : down).stall(durationUs);
    }

    boolean isClosed() {
        return client.closed && server.closed;
    }

    private void noticeBySilence() {
        world.after(conditions.silenceUs(), () -> client.onClosed("no heartbeat"));
        world.after(conditions.silenceUs(), () -> server.onClosed("no heartbeat"));
    }

    private static Direction.FrameSink sink(Side receiver, Side sender) {
        return new Direction.FrameSink() {
            @Override
            public void onFrame(Frame frame) {
                if (!receiver.closed && receiver.end != null) {
                    receiver.end.onFrame(frame);
                }
            }

            @Override
            public void onRoom() {
                if (!sender.closed && sender.end != null) {
                    sender.end.onWritable();
                }
            }
        };
    }
}
