package io.corduroy.client;

import io.corduroy.client.engine.ConsumerSpec;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** What a session consumes from: which subscription a request means, and the opening of consumers and browsers. */
final class SessionConsumers {

    private final CorduroySession session;
    private final CorduroyConnection connection;
    private final ConnectionCore core;
    private final SessionDeliveries deliveries;
    private final ClientOptions options;
    private final int sessionId;

    SessionConsumers(
            CorduroySession session,
            CorduroyConnection connection,
            ConnectionCore core,
            SessionDeliveries deliveries,
            ClientOptions options,
            int sessionId) {
        this.session = session;
        this.connection = connection;
        this.core = core;
        this.deliveries = deliveries;
        this.options = options;
        this.sessionId = sessionId;
    }

    // Subscriptions

    SubscriptionSpec unnamed(@Nullable Destination destination, boolean noLocal) {
        boolean isTopic = destination instanceof CorduroyDestination ours
                && !ours.destinationName().kind().isQueue();
        return isTopic
                ? new SubscriptionSpec(Kind.UNSHARED, connection.clientIdOrEmpty(), "", noLocal)
                : SubscriptionSpec.OF_QUEUE;
    }

    SubscriptionSpec named(Kind kind, @Nullable Topic topic, @Nullable String name, boolean noLocal)
            throws JMSException {
        CorduroyDestination ours = CorduroyDestination.ofOurs(topic);
        CorduroySession.requireName(name, "subscription");
        if (kind.isDurable() && ours.destinationName().kind().isTemporary()) {
            throw new InvalidDestinationException("a durable subscription on a temporary topic is of no use (4.2)");
        }
        String clientId = connection.clientIdOrEmpty();
        if (kind == Kind.UNSHARED_DURABLE && clientId.isEmpty()) {
            throw new IllegalStateException("an unshared durable subscription needs a client identifier;"
                    + " set it on the connection or the connection factory");
        }
        return new SubscriptionSpec(kind, clientId, name == null ? "" : name, noLocal);
    }

    // Opening

    CorduroyConsumer open(@Nullable Destination destination, SubscriptionSpec subscription, @Nullable String selector)
            throws JMSException {
        session.requireOpen();
        CorduroyDestination ours = CorduroyDestination.ofOurs(destination);
        DestinationName name = ours.destinationName();
        if (name.kind().isTemporary() && !connection.owns(name)) {
            throw new InvalidDestinationException(
                    "only the connection that has created " + name + " can consume from it (6.2.2)");
        }
        if (name.kind().isTemporary() && !connection.has(name)) {
            throw new InvalidDestinationException(name + " has been deleted");
        }
        int consumerId = connection.nextConsumerId();
        String condition = selector == null || selector.isBlank() ? "" : selector;
        CorduroyConsumer consumer = new CorduroyConsumer(
                session,
                core,
                deliveries,
                consumerId,
                ours,
                condition.isEmpty() ? null : condition,
                subscription.noLocal(),
                options.prefetch());
        ConsumerSpec spec = new ConsumerSpec(
                consumerId,
                sessionId,
                name,
                subscription,
                condition,
                options.exclusive() && name.kind().isQueue() ? Mode.EXCLUSIVE : Mode.SHARED,
                options.prefetch(),
                options.prefetchBytes());
        core.register(consumerId, consumer.queue);
        try {
            core.<Nothing>ask((engine, completion) -> engine.openConsumer(spec, completion));
        } catch (JMSException e) {
            core.unregister(consumerId);
            throw e;
        }
        deliveries.add(consumer);
        return consumer;
    }

    CorduroyBrowser browse(CorduroyDestination of, @Nullable String selector, Mode mode) throws JMSException {
        session.find(of);
        String stripped = selector == null ? "" : selector.strip();
        CorduroyBrowser browser =
                new CorduroyBrowser(session, connection, core, options, of, mode, sessionId, stripped);
        browser.checkSelector();
        return browser;
    }
}
