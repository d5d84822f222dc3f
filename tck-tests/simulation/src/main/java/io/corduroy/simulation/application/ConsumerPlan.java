package io.corduroy.simulation.application;

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
        int prefetch) {}
