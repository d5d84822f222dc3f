package io.corduroy.client.engine;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;

/**
 * A consumer to open.
 *
 * @param consumerId number within the connection, from 1, never used again
 * @param sessionId a session opened before
 * @param destination what to consume from
 * @param subscription which subscription of it
 * @param selector empty: all messages
 * @param mode how it consumes
 * @param prefetch how many messages may wait on this side; 0: none, each is asked for by {@link ClientEngine#pull}
 * @param prefetchBytes about how many bytes may wait on this side
 */
public record ConsumerSpec(
        int consumerId,
        int sessionId,
        DestinationName destination,
        SubscriptionSpec subscription,
        String selector,
        Mode mode,
        int prefetch,
        int prefetchBytes) {

    /** Checks the ranges. */
    public ConsumerSpec {
        if (consumerId < 1 || sessionId < 1 || prefetch < 0 || prefetchBytes < 1) {
            throw new IllegalArgumentException("consumer " + consumerId + " of session " + sessionId + ", prefetch "
                    + prefetch + " and " + prefetchBytes + " bytes");
        }
    }
}
