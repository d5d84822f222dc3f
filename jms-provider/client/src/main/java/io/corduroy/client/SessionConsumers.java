package io.corduroy.client;

import io.corduroy.client.engine.ConsumerSpec;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import org.jspecify.annotations.Nullable;

/** Opens the consumers and browsers of a session. */
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

    // Opening

    CorduroyConsumer open(@Nullable Destination destination, SubscriptionSpec subscription, @Nullable String selector)
            throws JMSException {
        session.requireOpen();
        session.requireNoListener();
        CorduroyDestination ours = connection.consumable(destination);
        DestinationName name = ours.destinationName();
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
