package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.protocol.LaneRange;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What connection consumers have loaded into a session, and its way through the session's listener on a thread of the
 * application server (Jakarta Messaging 3.1, 11.2). What was shown to the listener is among what the session has seen, as if
 * a consumer of its own had received it.
 */
final class LoadedMessages {

    private static final Logger LOG = LoggerFactory.getLogger(LoadedMessages.class);

    private static final String NO_LISTENER = "the session of a ServerSession has no message listener; call"
            + " Session.setMessageListener before the pool gives it out (11.2.1)";

    private final ConnectionCore core;
    private final CorduroySession session;
    private final SessionDeliveries deliveries;

    // Guarded by the lock of the deliveries
    private final ArrayDeque<Loaded> waiting = new ArrayDeque<>();
    private @Nullable MessageListener listener;

    /** A message that the listener has not seen. */
    record Loaded(CorduroyConnectionConsumer from, Delivery delivery) {}

    LoadedMessages(ConnectionCore core, CorduroySession session, SessionDeliveries deliveries) {
        this.core = core;
        this.session = session;
        this.deliveries = deliveries;
    }

    @Nullable
    MessageListener listener() {
        synchronized (deliveries.lock) {
            return listener;
        }
    }

    void setListener(@Nullable MessageListener newListener) {
        synchronized (deliveries.lock) {
            listener = newListener;
        }
    }

    // Loading

    /**
     * Takes messages for {@link #run}.
     *
     * @throws IllegalStateException if nobody would run, or listen
     */
    void load(CorduroyConnectionConsumer from, List<Delivery> batch) throws IllegalStateException {
        synchronized (deliveries.lock) {
            if (deliveries.isClosed()) {
                throw new IllegalStateException(
                        "the session of a ServerSession is closed; its pool has to leave it out");
            }
            if (listener == null) {
                throw new IllegalStateException(NO_LISTENER);
            }
            batch.forEach(delivery -> waiting.add(new Loaded(from, delivery)));
        }
    }

    /** Takes out what the listener has not seen of a consumer's. */
    List<Delivery> unload(CorduroyConnectionConsumer from) {
        List<Delivery> unseen = new ArrayList<>();
        synchronized (deliveries.lock) {
            waiting.removeIf(each -> each.from() == from && unseen.add(each.delivery()));
        }
        return unseen;
    }

    /** The session is closed: nobody will see the rest here, and what was seen and not acknowledged comes again. */
    void close() {
        for (CorduroyConnectionConsumer source : session.connectionConsumers()) {
            source.putBack(unload(source));
        }
        Map<Integer, List<LaneRange>> seen = deliveries.seen.takeAll();
        onSettled(seen);
        seen.forEach((consumerId, ranges) -> {
            if (session.connectionConsumer(consumerId).isPresent()) { // its own go back with the session
                core.post(engine -> engine.release(consumerId, true, ranges, Completion.ignored()));
            }
        });
    }

    // Recovering and settling

    /**
     * What some consumers have delivered is given back: what follows waits until it has come again, and what the listener has
     * not seen here waits with it, at its place.
     */
    List<CorduroyConnectionConsumer> beginRecovery(Set<Integer> consumerIds) {
        List<CorduroyConnectionConsumer> concerned = new ArrayList<>();
        for (int consumerId : consumerIds) {
            session.connectionConsumer(consumerId).ifPresent(concerned::add);
        }
        for (CorduroyConnectionConsumer each : concerned) {
            each.pause();
            each.putBack(unload(each));
        }
        return concerned;
    }

    /** The session has acknowledged some messages, or given them back. */
    void onSettled(Map<Integer, List<LaneRange>> settled) {
        settled.forEach((consumerId, ranges) ->
                session.connectionConsumer(consumerId).ifPresent(consumer -> consumer.onSettled(ranges)));
    }

    // Running

    /** Hands over one message after the other, on the caller's thread; returns behind the last one. */
    void run() {
        for (Optional<Loaded> next = deliveries.listening.beginTurn(waiting);
                next.isPresent();
                next = deliveries.listening.beginTurn(waiting)) {
            Loaded loaded = next.get();
            MessageListener present = listener();
            boolean returned = false;
            boolean automatic = deliveries.seen.isAutomatic();
            try {
                if (present == null) {
                    session.connectionConsumers().forEach(source -> source.putBack(unload(source)));
                    loaded.from().putBack(List.of(loaded.delivery()));
                    throw new IllegalStateRuntimeException(NO_LISTENER);
                }
                deliveries.seen.remember(loaded.from().id(), loaded.delivery());
                returned = listen(loaded, present);
            } finally {
                if (present != null && automatic) {
                    finishAutomatic(loaded, returned);
                } else if (present != null && deliveries.seen.mode() != Session.SESSION_TRANSACTED) {
                    loaded.from().onShown(loaded.delivery().range());
                }
                deliveries.listening.endTurn();
            }
        }
    }

    private boolean listen(Loaded loaded, MessageListener to) {
        CorduroyDestination destination = loaded.from().destination();
        try {
            Message message = session.messageOf(loaded.delivery(), destination);
            to.onMessage(message);
            return true;
        } catch (JMSException e) {
            LOG.error("a message of {} cannot be handed to its listener", destination, e);
        } catch (RuntimeException | Error e) {
            LOG.warn(
                    "the listener of an application server's session has thrown; the message of {} {}",
                    destination,
                    deliveries.seen.isAutomatic() ? "is delivered again" : "stays unacknowledged",
                    e);
        }
        return false;
    }

    private void finishAutomatic(Loaded loaded, boolean returned) {
        int consumerId = loaded.from().id();
        List<LaneRange> ranges = List.of(loaded.delivery().range());
        if (!returned) {
            deliveries.seen.giveBackAfterFailure();
        } else if (deliveries.seen.forget(consumerId, loaded.delivery())) { // else the listener has called recover
            deliveries.seen.acknowledge(consumerId, 0, ranges);
            loaded.from().onSettled(ranges);
        }
    }
}
