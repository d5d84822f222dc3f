package io.corduroy.protocol;

/** Columns of what administrative commands return; those of one name mean the same in all of them. */
public enum AdminColumn {
    /** A destination. */
    NAME("name", "Name of the queue or topic."),
    /** A destination. */
    KIND("kind", "queue, topic, temporary-queue or temporary-topic; of subscriptions: as in the specification."),
    /** A partition. */
    PARTITION("partition", "Number of the partition it is on."),
    /** Depth. */
    MESSAGES("messages", "Messages not yet acknowledged, the following included."),
    /** In flight. */
    IN_FLIGHT("in-flight", "Of these, delivered to a consumer."),
    /** Delayed. */
    DELAYED("delayed", "Of these, not due yet: delivery delay or redelivery delay."),
    /** Bytes. */
    BYTES("bytes", "Their bytes in the log."),
    /** Age. */
    OLDEST_MS("oldest-ms", "Age of the oldest in milliseconds; empty if there is none."),
    /** Retention. */
    RETAINED("retained", "Acknowledged messages that are kept for replay; they are no part of the messages."),
    /** Retention. */
    RETAINED_BYTES("retained-bytes", "Bytes of these records."),
    /** Consumers. */
    CONSUMERS("consumers", "Open consumers."),
    /** Subscriptions. */
    SUBSCRIPTIONS("subscriptions", "Subscriptions of a topic."),
    /** Rate base. */
    SENT("sent", "Messages sent since the node started."),
    /** Rate base. */
    ACKNOWLEDGED("acknowledged", "Messages acknowledged since the node started."),
    /** Rate base. */
    REDELIVERED("redelivered", "Messages delivered again since the node started."),
    /** Rate base. */
    EXPIRED("expired", "Messages expired since the node started."),
    /** Rate base. */
    DEAD_LETTERED("dead-lettered", "Messages moved to a dead-letter queue since the node started."),
    /** A subscription's topic. */
    TOPIC("topic", "Name of the topic."),
    /** A subscription. */
    SUBSCRIPTION("subscription", "Name of the subscription; empty if it has none."),
    /** A subscription's owner. */
    CLIENT_ID("client-id", "Client identifier it belongs to; empty if to none."),
    /** A subscription's filter. */
    SELECTOR("selector", "Its selector; empty for all messages."),
    /** Answer of a purge or move. */
    AFFECTED("affected", "How many messages were removed or moved."),
    /** A node. */
    NODE("node", "Number of the node."),
    /** A leader's reign. */
    EPOCH("epoch", "The leader's reign."),
    /** A log. */
    START_POSITION("start-position", "First byte of the log that still exists."),
    /** A log. */
    COMMIT_POSITION("commit-position", "Everything below it is confirmed."),
    /** A log. */
    END_POSITION("end-position", "Where the log ends."),
    /** A log. */
    SEGMENTS("segments", "Files of the log."),
    /** A log. */
    LIVE_BYTES("live-bytes", "Bytes in them that somebody still needs."),
    /** A log. */
    BATCHES("batches", "Batches written since the node started."),
    /** A log. */
    FORCES("forces", "How often the disk was forced since the node started."),
    /** A partition. */
    DESTINATIONS("destinations", "Queues and topics on it."),
    /** A partition. */
    CLIENTS("clients", "Attached client connections."),
    /** A partition. */
    TRANSACTIONS("transactions", "Open transactions."),
    /** A transaction. */
    TRANSACTION("transaction", "Connection, session and number of the transaction: the same on all partitions."),
    /** A transaction. */
    STATE(
            "state",
            "open, prepared, in doubt (prepared, and the decider is being asked), committed (others have not confirmed),"
                    + " or what an operator has decided."),
    /** A transaction. */
    DECIDER("decider", "Number of the partition that decides about it; empty if that is not known yet."),
    /** A transaction. */
    SENDS("sends", "Persistent messages sent in it on this partition."),
    /** A transaction. */
    ACKNOWLEDGMENTS("acknowledgments", "Persistent messages acknowledged in it on this partition."),
    /** A branch. */
    AGE_MS("age-ms", "Milliseconds since the branch was prepared."),
    /** A branch. */
    BRANCH("branch", "Which branch of a global transaction (XA) it is in: format, global transaction and branch.");

    private final String key;
    private final String description;

    AdminColumn(String key, String description) {
        this.key = key;
        this.description = description;
    }

    /** The name in the rows. */
    public String key() {
        return key;
    }

    /** What it says, in a sentence. */
    public String description() {
        return description;
    }
}
