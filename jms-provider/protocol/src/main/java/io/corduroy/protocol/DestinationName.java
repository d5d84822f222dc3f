package io.corduroy.protocol;

/**
 * A queue or topic by kind and name; queues and topics have separate name spaces.
 *
 * @param kind queue or topic, temporary or not
 * @param name 1 to 1,024 characters
 */
public record DestinationName(Kind kind, String name) implements Comparable<DestinationName> {

    /** What a destination is; the ordinal goes over the wire and into the log. */
    public enum Kind {
        /** Point to point. */
        QUEUE,
        /** Publish and subscribe. */
        TOPIC,
        /** A queue that lives as long as the connection that created it. */
        TEMPORARY_QUEUE,
        /** A topic that lives as long as the connection that created it. */
        TEMPORARY_TOPIC;

        /**
         * Whether messages go to one consumer.
         *
         * @return true for queues
         */
        public boolean isQueue() {
            return this == QUEUE || this == TEMPORARY_QUEUE;
        }

        /**
         * Whether the destination dies with its connection.
         *
         * @return true for temporary destinations
         */
        public boolean isTemporary() {
            return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
        }
    }

    /** Longest name accepted anywhere, in characters. */
    public static final int MAX_NAME_LENGTH = 1_024;

    @Override
    public int compareTo(DestinationName other) {
        int byKind = kind.compareTo(other.kind);
        return byKind != 0 ? byKind : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return (kind.isQueue() ? "queue \"" : "topic \"") + name + '"';
    }
}
