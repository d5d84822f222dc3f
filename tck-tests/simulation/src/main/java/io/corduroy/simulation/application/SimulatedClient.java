package io.corduroy.simulation.application;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.EngineConfig;
import io.corduroy.client.engine.EngineOutbox;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.ProducerIdentity;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.network.LinkEnd;
import io.corduroy.simulation.network.SimulatedLink;
import io.corduroy.simulation.network.SimulatedNetwork;
import io.corduroy.simulation.world.Alarm;
import io.corduroy.simulation.world.Chance;
import io.corduroy.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One application process with one connection: the shell around a client engine, with sessions that do what a script of
 * dice tells them.
 */
public final class SimulatedClient {

    private static final long TURN_US = 50;

    final World world;
    final Ledger ledger;
    final NodeView node;
    final ClientEngine engine;
    final EngineConfig config;
    final Chance chance;
    final String name;
    final ReplyAddresses replyAddresses;
    private final SimulatedNetwork network;
    private final List<SimulatedSession> sessions = new ArrayList<>();
    private final TreeMap<Integer, Inbox> inboxes = new TreeMap<>();
    private SimulatedLink.@Nullable Side side;
    private int currentLink;
    private @Nullable Alarm alarm;
    private boolean turnScheduled;
    private boolean open;
    private boolean gone;
    private int lastConsumer;
    private long lifeKnown;
    private int links;

    SimulatedClient(
            World world,
            SimulatedNetwork network,
            Ledger ledger,
            NodeView node,
            EngineConfig config,
            String name,
            ReplyAddresses replyAddresses) {
        this.world = world;
        this.network = network;
        this.ledger = ledger;
        this.node = node;
        this.config = config;
        this.name = name;
        this.replyAddresses = replyAddresses;
        chance = world.chance(name);
        engine = new ClientEngine(
                config, new Outbox(), world.chance(name + " jitter").generator());
    }

    /** Connects, then lets the sessions work. */
    public void start() {
        call(() -> engine.open(
                world.nowMs(),
                Completion.of(
                        done -> {
                            open = true;
                            world.after(0, () -> call(engine::start));
                            sessions.forEach(SimulatedSession::begin);
                        },
                        this::onEnd)));
    }

    /** A session more; call before {@link #start}. */
    public void add(SimulatedSession session) {
        sessions.add(session);
        engine.openSession(session.id());
    }

    int nextSessionId() {
        return sessions.size() + 1;
    }

    /** Whether the connection is closed, lost for good, or its process dead. */
    public boolean isGone() {
        return gone;
    }

    public boolean isOpen() {
        return open && !gone;
    }

    /** Which life of the node the present link leads to, as far as is known here; it may be over already. */
    long lifeKnown() {
        return lifeKnown;
    }

    /** How many links it has had. */
    int links() {
        return links;
    }

    /** The process dies: nobody is told, nothing is finished. */
    public void kill() {
        world.note("killed", name, name.hashCode());
        gone = true;
        if (side != null) {
            side.vanish(false);
        }
        forgetSubscriptions();
    }

    /** Closes the connection in the middle of whatever happens. */
    public void close() {
        world.note("closes", name, name.hashCode());
        call(engine::close);
        gone = true;
        forgetSubscriptions();
    }

    /** From now on sessions finish what they have begun, send nothing more, and only consume. */
    public void calmDown() {
        sessions.forEach(SimulatedSession::calmDown);
    }

    /** Whether no session waits for anything that is still to come from the broker. */
    public boolean isIdle() {
        return gone || sessions.stream().allMatch(SimulatedSession::isIdle);
    }

    public List<SimulatedSession> sessions() {
        return sessions;
    }

    /** Calls into the engine, unless the process is gone, and ends the turn a little later. */
    void call(Runnable action) {
        if (gone) {
            return;
        }
        action.run();
        if (!turnScheduled) {
            turnScheduled = true;
            world.after(chance.delayUs(TURN_US), () -> {
                turnScheduled = false;
                if (!gone) {
                    engine.onTurnEnd();
                }
            });
        }
    }

    int nextConsumerId() {
        return ++lastConsumer;
    }

    void register(Inbox inbox) {
        inboxes.put(inbox.consumerId, inbox);
    }

    private Inbox inbox(int consumerId) {
        Inbox inbox = inboxes.get(consumerId);
        if (inbox == null) {
            throw new IllegalStateException(name + " never had a consumer " + consumerId);
        }
        return inbox;
    }

    /** Whether what this client holds may have been given to others without its knowledge. */
    boolean isCutOff(int partition) {
        return node.hasGivenUp(config.instance(), partition);
    }

    private void onEnd(Failure failure) {
        if (!gone) {
            world.note("connection ended", name + ": " + failure, name.hashCode());
            gone = true;
            ledger.totals().count("connections lost for good");
            forgetSubscriptions();
        }
    }

    private void forgetSubscriptions() {
        for (Inbox inbox : inboxes.values()) {
            if (!inbox.subscription.outlivesItsClient()) {
                ledger.ended(inbox.subscription);
            }
        }
    }

    /** What the engine does. */
    private final class Outbox implements EngineOutbox {
        @Override
        public void connect(int link, String address) {
            currentLink = link;
            side = network.connect(new ClientEnd(link));
        }

        @Override
        public void send(int link, ClientFrame frame) {
            sideOf(link).send(frame);
        }

        @Override
        public void onWelcome(int link, ServerFrame.Welcome welcome) {
            ledger.totals().count("links");
            lifeKnown = node.life();
            links++;
        }

        @Override
        public void close(int link, String reason) {
            sideOf(link).close(reason);
        }

        @Override
        public void closeAfter(int link, ClientFrame lastFrame) {
            sideOf(link).send(lastFrame);
            sideOf(link).close("bye");
        }

        @Override
        public void wakeAt(long timeMs) {
            if (alarm != null) {
                alarm.cancel();
            }
            if (timeMs != Long.MAX_VALUE) {
                alarm = world.after(world.untilUs(timeMs), () -> call(() -> engine.onTimer(world.nowMs())));
            }
        }

        @Override
        public boolean deliver(Delivery delivery) {
            Inbox inbox = inbox(delivery.consumerId());
            if (!inbox.accepts()) {
                return false;
            }
            inbox.pulling = false;
            inbox.add(delivery, node.life());
            inbox.owner.wake();
            return true;
        }

        @Override
        public List<LaneRange> revoke(int consumerId) {
            Inbox inbox = inbox(consumerId);
            ledger.totals().count("revocations");
            if (!inbox.subscription.outlivesItsClient()) {
                ledger.ended(inbox.subscription);
            }
            return inbox.dropUnseen();
        }

        @Override
        public List<LaneRange> recall(int consumerId) {
            ledger.totals().count("recalls");
            world.after(0, () -> call(() -> engine.wanted(consumerId)));
            return inbox(consumerId).dropUnseen();
        }

        @Override
        public void onBrowsed(int consumerId) {
            inbox(consumerId).owner.onBrowsed(consumerId);
        }

        @Override
        public void onConsumerClosed(int consumerId, Failure failure) {
            Inbox inbox = inbox(consumerId);
            inbox.state = Inbox.State.CLOSED;
            inbox.dropUnseen();
            ledger.totals().count("consumers closed by the broker");
            world.note("consumer closed", name + " " + consumerId + ": " + failure, consumerId);
            if (!inbox.subscription.outlivesItsClient()) {
                ledger.ended(inbox.subscription);
            }
        }

        @Override
        public void onProducerOpened(int sessionId, int partition, ProducerIdentity identity) {
            world.note("producer", identity, identity.number());
        }

        @Override
        public void onInterrupted(String why) {
            ledger.totals().count("interruptions");
        }

        @Override
        public void onReconnected() {
            ledger.totals().count("reconnections");
        }

        @Override
        public void onConnectionFailed(Failure failure) {
            onEnd(failure);
        }

        private SimulatedLink.Side sideOf(int link) {
            if (side == null || link != currentLink) {
                throw new IllegalStateException(name + " uses link " + link + ", but the last one is " + currentLink);
            }
            return side;
        }
    }

    /** What the network tells about one of the engine's links. */
    private final class ClientEnd implements LinkEnd {
        private final int link;

        ClientEnd(int link) {
            this.link = link;
        }

        @Override
        public void onOpened() {
            call(() -> engine.onLinkOpened(link));
        }

        @Override
        public void onFrame(Frame frame) {
            if (frame instanceof ServerFrame answer) {
                call(() -> engine.onFrame(link, answer, world.nowMs()));
                if (answer instanceof ServerFrame.Attached attached) {
                    node.onAttached(config.instance(), attached.partition());
                }
            } else {
                world.violated("the node sent " + frame + " to " + name);
            }
        }

        @Override
        public void onClosed(String why) {
            call(() -> engine.onLinkClosed(link, why, world.nowMs()));
        }

        @Override
        public void onWritable() {
            // The engine bounds what it sends by windows, not by the link.
        }
    }
}
