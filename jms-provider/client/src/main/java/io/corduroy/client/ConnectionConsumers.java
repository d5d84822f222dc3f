package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.ConsumerSpec;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import jakarta.jms.JMSException;
import jakarta.jms.ServerSessionPool;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The connection consumers of a connection: also those that are closed, and of which something is still in work. */
final class ConnectionConsumers {

    private final CorduroyConnection connection;
    private final ConnectionCore core;
    private final ClientOptions options;
    private final ConcurrentMap<Integer, CorduroyConnectionConsumer> byId = new ConcurrentHashMap<>();

    ConnectionConsumers(CorduroyConnection connection, ConnectionCore core, ClientOptions options) {
        this.connection = connection;
        this.core = core;
        this.options = options;
    }

    /** Opens one, which waits to be {@linkplain CorduroyConnectionConsumer#open started}. */
    CorduroyConnectionConsumer open(
            CorduroyDestination destination,
            SubscriptionSpec subscription,
            @Nullable String selector,
            @Nullable ServerSessionPool pool,
            int maxMessages)
            throws JMSException {
        if (pool == null) {
            throw new JMSException("a connection consumer needs a ServerSessionPool");
        }
        if (maxMessages < 1) {
            throw new JMSException("maxMessages is " + maxMessages
                    + ": a connection consumer has to be allowed to assign 1 message or more to a session at a time");
        }
        DestinationName name = destination.destinationName();
        int consumerId = connection.nextConsumerId();
        int sessionId = connection.nextSessionId();
        CorduroyConnectionConsumer consumer = new CorduroyConnectionConsumer(
                connection, core, options, destination, pool, maxMessages, consumerId, sessionId);
        ConsumerSpec spec = new ConsumerSpec(
                consumerId,
                sessionId,
                name,
                subscription,
                selector == null || selector.isBlank() ? "" : selector,
                options.exclusive() && name.kind().isQueue() ? Mode.EXCLUSIVE : Mode.SHARED,
                options.prefetch(),
                options.prefetchBytes());
        core.register(consumerId, consumer);
        byId.put(consumerId, consumer);
        core.post(engine -> engine.openSession(sessionId));
        try {
            core.<Nothing>ask((engine, completion) -> engine.openConsumer(spec, completion));
        } catch (JMSException e) {
            core.unregister(consumerId);
            byId.remove(consumerId);
            core.post(engine -> engine.closeSession(sessionId, Completion.ignored()));
            throw e;
        }
        return consumer;
    }

    Optional<CorduroyConnectionConsumer> find(int consumerId) {
        return Optional.ofNullable(byId.get(consumerId));
    }

    List<CorduroyConnectionConsumer> all() {
        return List.copyOf(byId.values());
    }

    boolean isAnyOn(DestinationName name) {
        return byId.values().stream()
                .anyMatch(each ->
                        each.isOpen() && each.destination().destinationName().equals(name));
    }

    void onEnded(CorduroyConnectionConsumer consumer) {
        byId.remove(consumer.id());
    }
}
