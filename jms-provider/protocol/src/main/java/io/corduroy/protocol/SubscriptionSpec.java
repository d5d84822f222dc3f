package io.corduroy.protocol;

/**
 * Which subscription a consumer asks for (Jakarta Messaging 3.1, 4.2 and 8.3).
 *
 * @param kind what it is; {@link Kind#QUEUE} for consumers of queues
 * @param clientId the connection's client identifier, empty if it has none; part of the identity of named kinds
 * @param name the subscription's name, empty for {@link Kind#QUEUE} and {@link Kind#UNSHARED}
 * @param noLocal whether messages of the same connection (or client identifier) are left out
 */
public record SubscriptionSpec(Kind kind, String clientId, String name, boolean noLocal) {

    /** The spec of every consumer of a queue. */
    public static final SubscriptionSpec OF_QUEUE = new SubscriptionSpec(Kind.QUEUE, "", "", false);

    /** Kinds of subscriptions; the ordinal goes over the wire and into the log. */
    public enum Kind {
        /** The one subscription of a queue. */
        QUEUE,
        /** Unshared, non-durable: lives and dies with its consumer. */
        UNSHARED,
        /** Unshared, durable. */
        UNSHARED_DURABLE,
        /** Shared, non-durable: lives as long as one of its consumers. */
        SHARED,
        /** Shared, durable. */
        SHARED_DURABLE;

        /**
         * Whether it outlives its consumers and the broker.
         *
         * @return true for queues and durable subscriptions
         */
        public boolean isDurable() {
            return this == QUEUE || this == UNSHARED_DURABLE || this == SHARED_DURABLE;
        }

        /**
         * Whether several consumers may use it at once.
         *
         * @return true for queues and shared subscriptions
         */
        public boolean isShared() {
            return this == QUEUE || this == SHARED || this == SHARED_DURABLE;
        }
    }
}
