package io.corduroy.simulation.application;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;

/**
 * A consumer that a session opens again and again.
 *
 * @param colour what its selector asks for, {@link io.corduroy.simulation.history.SubscriptionRecord#ALL_COLOURS} for everything
 * @param prefetch 0: each message is asked for
 */
public record ConsumerPlan(
        DestinationName destination,
        SubscriptionSpec.Kind kind,
        String name,
        OpenConsumer.Mode mode,
        int colour,
        int prefetch) {

    /** A temporary queue has a name of its own in each application that plays the role. */
    ConsumerPlan of(ClientInstanceId instance) {
        if (!destination.kind().isTemporary()) {
            return this;
        }
        DestinationName own =
                new DestinationName(destination.kind(), ClientEngine.temporaryPrefix(instance) + destination.name());
        return new ConsumerPlan(own, kind, name, mode, colour, prefetch);
    }
}
