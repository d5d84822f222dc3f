package io.corduroy.broker;

import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.state.Client;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.frame.ClientFrame.Attach;
import io.corduroy.protocol.frame.ClientFrame.CloseSession;
import io.corduroy.protocol.frame.ClientFrame.Resumed;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Client instances: attached, lost, back again, gone. A resumable client whose link is lost keeps what it has for the
 * grace period, and so does one that was attached before a restart.
 */
final class Clients {
    private static final Logger LOG = LoggerFactory.getLogger(Clients.class);

    private final int partition;
    private final BrokerConfig config;
    private final PartitionState state;
    private final Journal journal;
    private final Dispatcher dispatcher;
    private final PartitionShell shell;
    private final Map<ClientInstanceId, AttachedClient> byInstance = new HashMap<>();
    private final List<AttachedClient> inOrder = new ArrayList<>();
    /** Clients of the epoch before that did not say yet what they hold. */
    private final NumberMap<Client> awaited = new NumberMap<>();
    /** Whose end is decided and not yet applied; for look-ups only. */
    private final Set<ClientInstanceId> departing = new HashSet<>();

    // Set once all are made: sessions need clients and the other way round.
    private @Nullable Sessions sessions;

    /** What ends with a session, besides its client. */
    interface Sessions {
        void rollBack(AttachedClient client, AttachedClient.SessionSide session);

        void closeConsumer(Consumer consumer);

        void discard(Consumer stale);

        void endSession(Client client, AttachedClient.SessionSide session);

        void onGone(ClientInstanceId client);
    }

    Clients(
            int partition,
            BrokerConfig config,
            PartitionState state,
            Journal journal,
            Dispatcher dispatcher,
            PartitionShell shell) {
        this.partition = partition;
        this.config = config;
        this.state = state;
        this.journal = journal;
        this.dispatcher = dispatcher;
        this.shell = shell;
    }

    void use(Sessions newSessions) {
        sessions = newSessions;
    }

    private Sessions sessions() {
        Sessions used = sessions;
        if (used == null) {
            throw new IllegalStateException("sessions are not there yet");
        }
        return used;
    }

    @Nullable
    AttachedClient find(ClientInstanceId instance) {
        return byInstance.get(instance);
    }

    /** Who is attached now. */
    List<Client> attached() {
        List<Client> all = new ArrayList<>();
        state.clients().forEach(all::add);
        return all;
    }

    /**
     * The epoch has begun: waits for those that may come back, and forgets the others.
     *
     * @param earlier who was attached when the epoch before ended: others came while this one began, and have nothing to resume
     */
    void onEpochStarted(List<Client> earlier) {
        earlier.forEach(client -> {
            if (state.clients().get(client.number()) != client) {
                return; // gone already
            }
            if (!client.resumable()) {
                journal.append(journal.write.clientDetached(client.number()));
                return;
            }
            AttachedClient lost = byInstance.get(client.instance());
            if (lost == null) { // it is not back yet
                lost = add(client.instance(), new ClientInfo(true, client.clientId(), ""));
                lost.client = client;
                lose(lost);
            }
            awaited.put(client.number(), client);
        });
        dispatcher.withhold(!awaited.isEmpty());
    }

    private AttachedClient add(ClientInstanceId instance, ClientInfo info) {
        AttachedClient client = new AttachedClient(instance, info, shell, partition);
        byInstance.put(instance, client);
        inOrder.add(client);
        return client;
    }

    private void lose(AttachedClient client) {
        client.connected = false;
        client.attached = false;
        client.link.close();
        client.heldBack.clear();
        client.graceEndMs = journal.nowMs() + config.graceMs();
    }

    void onConnected(ClientInstanceId instance, ClientInfo info) {
        AttachedClient client = byInstance.get(instance);
        if (client == null) {
            client = add(instance, info);
            client.client = departing.contains(instance) ? null : state.client(instance);
        } else {
            client.info = info;
            client.link.close();
            client.link = new AttachedClient.LinkSide(instance, shell, partition);
        }
        client.connected = true;
        client.attached = false;
        client.attaching = false;
        client.deferred.clear();
        client.heldBack.clear();
    }

    void onAttach(AttachedClient client, Attach command, Runnable whenAttached) {
        Client durable = client.client;
        boolean known = durable != null && durable.number() == command.client();
        client.consumers.forEach(consumer -> {
            Consumer older = client.stale.get(consumer.id());
            if (older != null) { // this link was lost before Resumed, but what was held had been claimed
                sessions().discard(older);
            }
            client.stale.put(consumer.id(), consumer);
        });
        for (long id : client.consumers.sortedKeys()) {
            client.consumers.remove(id);
        }
        client.resuming = true;
        client.attaching = true;
        if (durable == null) {
            journal.append(
                    journal.write.clientAttached(client.instance, client.info.resumable(), client.info.clientId()));
        }
        AttachedClient.LinkSide link = client.link;
        journal.whenApplied(() -> {
            if (client.link != link || client.detaching) {
                return;
            }
            client.client = state.client(client.instance);
            client.attached = true;
            client.attaching = false;
            link.send(new ServerFrame.Attached(
                    partition,
                    command.requestId(),
                    state.epoch(),
                    known,
                    client.client().number()));
            if (!known) {
                isHere(client); // it has nothing to claim
            }
            whenAttached.run();
        });
    }

    void onResumed(AttachedClient client, Resumed command) {
        client.resuming = false;
        NumberMap<Consumer> unclaimed = client.stale;
        client.stale = new NumberMap<>();
        unclaimed.forEach(sessions()::discard);
        isHere(client);
        journal.doneWhenApplied(client.link, command.requestId());
    }

    /** Whether it was attached in the epoch before and did not say yet, in this one, that it has resumed. */
    boolean isAwaited(AttachedClient client) {
        Client durable = client.client;
        return durable != null && awaited.get(durable.number()) != null;
    }

    private void isHere(AttachedClient client) {
        Client durable = client.client;
        if (durable == null || awaited.remove(durable.number()) == null || !awaited.isEmpty()) {
            return;
        }
        dispatcher.withhold(false);
        state.subscriptions()
                .forEach(subscription -> dispatcher.of(subscription).onWithheldFreed());
    }

    void onCloseSession(AttachedClient client, CloseSession command) {
        close(client, client.session(command.sessionId()));
        journal.doneWhenApplied(client.link, command.requestId());
    }

    private void close(AttachedClient client, AttachedClient.SessionSide session) {
        if (client.client != null) {
            sessions().rollBack(client, session);
        }
        closeConsumers(client.consumers, session.id);
        closeConsumers(client.stale, session.id);
        client.sessions.remove(session.id);
        if (client.client != null) {
            sessions().endSession(client.client, session);
        }
    }

    private void closeConsumers(NumberMap<Consumer> consumers, int session) {
        consumers.forEach(consumer -> {
            if (consumer.session() == session) {
                sessions().closeConsumer(consumer);
                consumers.remove(consumer.id());
            }
        });
    }

    void onDisconnected(AttachedClient client, boolean orderly) {
        if (orderly || !client.info.resumable()) {
            detach(client);
        } else {
            LOG.info(
                    "link lost, client is waited for: partition={} client={} graceMs={}",
                    partition,
                    client.instance,
                    config.graceMs());
            lose(client);
        }
    }

    /** The client will not come back: everything it has ends. */
    private void detach(AttachedClient client) {
        client.link.close();
        client.connected = false;
        client.detaching = true;
        client.heldBack.clear();
        client.sessions.forEach(session -> close(client, session));
        client.consumers.forEach(sessions()::closeConsumer);
        client.stale.forEach(sessions()::closeConsumer);
        if (client.client != null) {
            journal.append(journal.write.clientDetached(client.client.number()));
        } else if (client.attaching) {
            journal.whenApplied(() -> {
                Client attached = state.client(client.instance);
                if (attached != null && byInstance.get(client.instance) == null) {
                    journal.append(journal.write.clientDetached(attached.number()));
                }
            });
        }
        sessions().onGone(client.instance);
        departing.add(client.instance);
        journal.whenApplied(() -> departing.remove(client.instance));
        isHere(client);
        inOrder.remove(client);
        byInstance.remove(client.instance, client);
    }

    void onTimer() {
        for (AttachedClient client : List.copyOf(inOrder)) {
            if (!client.connected && client.graceEndMs <= journal.nowMs()) {
                LOG.info("client did not come back: partition={} client={}", partition, client.instance);
                detach(client);
            }
        }
    }

    /** When the next grace period ends; far away if none runs. */
    long nextDueMs() {
        long due = Long.MAX_VALUE;
        for (AttachedClient client : inOrder) {
            if (!client.connected) {
                due = Math.min(due, client.graceEndMs);
            }
        }
        return due;
    }

    void onWritable(ClientInstanceId instance) {
        AttachedClient client = byInstance.get(instance);
        if (client != null) {
            client.consumers.forEach(Consumer::signal);
            if (client.pieces != null) {
                client.pieces.signal();
            }
        }
    }
}
