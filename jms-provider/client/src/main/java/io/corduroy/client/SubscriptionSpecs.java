package io.corduroy.client;

import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Topic;
import org.jspecify.annotations.Nullable;

/** Which subscription the request for a consumer means (Jakarta Messaging 3.1, 8.3). */
final class SubscriptionSpecs {

    private SubscriptionSpecs() {}

    static SubscriptionSpec unnamed(CorduroyConnection connection, @Nullable Destination destination, boolean noLocal) {
        boolean isTopic = destination instanceof CorduroyDestination ours
                && !ours.destinationName().kind().isQueue();
        return isTopic
                ? new SubscriptionSpec(Kind.UNSHARED, connection.clientIdOrEmpty(), "", noLocal)
                : SubscriptionSpec.OF_QUEUE;
    }

    static SubscriptionSpec named(
            CorduroyConnection connection, Kind kind, @Nullable Topic topic, @Nullable String name, boolean noLocal)
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
}
