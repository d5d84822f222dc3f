package io.corduroy.protocol;

import static io.corduroy.protocol.AdminArgument.BRANCH;
import static io.corduroy.protocol.AdminArgument.CLIENT_ID;
import static io.corduroy.protocol.AdminArgument.FORCE;
import static io.corduroy.protocol.AdminArgument.FROM;
import static io.corduroy.protocol.AdminArgument.LIMIT;
import static io.corduroy.protocol.AdminArgument.NAME;
import static io.corduroy.protocol.AdminArgument.NO_LOCAL;
import static io.corduroy.protocol.AdminArgument.PATTERN;
import static io.corduroy.protocol.AdminArgument.SELECTOR;
import static io.corduroy.protocol.AdminArgument.SHARED;
import static io.corduroy.protocol.AdminArgument.SUBSCRIPTION;
import static io.corduroy.protocol.AdminArgument.TO;
import static io.corduroy.protocol.AdminArgument.TOPIC;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an administrator can ask a partition to do: the verbs of {@link io.corduroy.protocol.frame.ClientFrame.Admin}
 * with their arguments and what they return. Broker, command line and console read this list and have none of their
 * own.
 */
@SuppressWarnings("ImmutableEnumChecker") // the lists are made by List.of
public enum AdminVerb {
    /** Creates a queue; an error if it exists. Returns nothing. */
    QUEUE_CREATE("queue.create", "Create a queue.", Settings.TAKEN, List.of(NAME), List.of(), List.of()),
    /** Deletes a queue; an error if it has messages or consumers, unless forced. Returns nothing. */
    QUEUE_DELETE("queue.delete", "Delete a queue.", Settings.NONE, List.of(NAME), List.of(FORCE), List.of()),
    /** Changes the settings that are named and leaves the others. Returns nothing. */
    QUEUE_ALTER("queue.alter", "Change settings of a queue.", Settings.TAKEN, List.of(NAME), List.of(), List.of()),
    /** A row per queue, by name. */
    QUEUE_LIST(
            "queue.list",
            "List queues.",
            Settings.NONE,
            List.of(),
            List.of(PATTERN, LIMIT),
            List.of(
                    AdminColumn.NAME,
                    AdminColumn.KIND,
                    AdminColumn.PARTITION,
                    AdminColumn.MESSAGES,
                    AdminColumn.IN_FLIGHT,
                    AdminColumn.CONSUMERS)),
    /** One row: figures and settings. */
    QUEUE_STAT(
            "queue.stat",
            "Show figures and settings of a queue.",
            Settings.RETURNED,
            List.of(NAME),
            List.of(),
            Columns.OF_QUEUE),

    /** Creates a topic; an error if it exists. Returns nothing. */
    TOPIC_CREATE("topic.create", "Create a topic.", Settings.TAKEN, List.of(NAME), List.of(), List.of()),
    /** Deletes a topic; an error if it has subscriptions, unless forced. Returns nothing. */
    TOPIC_DELETE("topic.delete", "Delete a topic.", Settings.NONE, List.of(NAME), List.of(FORCE), List.of()),
    /** Changes the settings that are named and leaves the others. Returns nothing. */
    TOPIC_ALTER("topic.alter", "Change settings of a topic.", Settings.TAKEN, List.of(NAME), List.of(), List.of()),
    /** A row per topic, by name. */
    TOPIC_LIST(
            "topic.list",
            "List topics.",
            Settings.NONE,
            List.of(),
            List.of(PATTERN, LIMIT),
            List.of(
                    AdminColumn.NAME,
                    AdminColumn.KIND,
                    AdminColumn.PARTITION,
                    AdminColumn.SUBSCRIPTIONS,
                    AdminColumn.SENT,
                    AdminColumn.BYTES)),
    /** One row: figures and settings. */
    TOPIC_STAT(
            "topic.stat",
            "Show figures and settings of a topic.",
            Settings.RETURNED,
            List.of(NAME),
            List.of(),
            Columns.OF_TOPIC),

    /** A row per subscription, by topic and name; those without a name too. */
    SUBSCRIPTION_LIST(
            "subscription.list",
            "List subscriptions of topics.",
            Settings.NONE,
            List.of(),
            List.of(TOPIC, PATTERN, LIMIT),
            List.of(
                    AdminColumn.TOPIC,
                    AdminColumn.SUBSCRIPTION,
                    AdminColumn.CLIENT_ID,
                    AdminColumn.KIND,
                    AdminColumn.MESSAGES,
                    AdminColumn.CONSUMERS)),
    /** Creates a durable subscription; an error if it exists. Returns nothing. */
    SUBSCRIPTION_CREATE(
            "subscription.create",
            "Create a durable subscription.",
            Settings.NONE,
            List.of(TOPIC, SUBSCRIPTION),
            List.of(CLIENT_ID, SHARED, SELECTOR, NO_LOCAL),
            List.of()),
    /** Deletes a durable subscription with its messages; an error if it has consumers, unless forced. */
    SUBSCRIPTION_DELETE(
            "subscription.delete",
            "Delete a durable subscription.",
            Settings.NONE,
            List.of(TOPIC, SUBSCRIPTION),
            List.of(CLIENT_ID, SHARED, FORCE),
            List.of()),
    /** One row. */
    SUBSCRIPTION_STAT(
            "subscription.stat",
            "Show figures of a subscription.",
            Settings.NONE,
            List.of(TOPIC, SUBSCRIPTION),
            List.of(CLIENT_ID, SHARED),
            Columns.OF_SUBSCRIPTION),

    /** Removes messages that are not in flight, oldest first. One row. */
    MESSAGE_PURGE(
            "message.purge",
            "Remove messages from a queue.",
            Settings.NONE,
            List.of(NAME),
            List.of(SELECTOR, LIMIT),
            List.of(AdminColumn.AFFECTED)),
    /** Moves messages that are not in flight, oldest first, to a queue on the same partition. One row. */
    MESSAGE_MOVE(
            "message.move",
            "Move messages from a queue to another.",
            Settings.NONE,
            List.of(FROM, TO),
            List.of(SELECTOR, LIMIT),
            List.of(AdminColumn.AFFECTED)),

    /**
     * A row per part of a transaction on a partition, and per commit that other partitions have not confirmed yet; those of
     * one transaction have the same name on all partitions.
     */
    TRANSACTION_LIST(
            "transaction.list",
            "List open, prepared and not everywhere known transactions.",
            Settings.NONE,
            List.of(),
            List.of(LIMIT),
            List.of(
                    AdminColumn.TRANSACTION,
                    AdminColumn.CLIENT_ID,
                    AdminColumn.PARTITION,
                    AdminColumn.STATE,
                    AdminColumn.DECIDER,
                    AdminColumn.SENDS,
                    AdminColumn.ACKNOWLEDGMENTS,
                    AdminColumn.AGE_MS,
                    AdminColumn.BRANCH)),

    /** An operator's decision, where the transaction manager will not come. A row from the partition that keeps the branch. */
    TRANSACTION_COMMIT(
            "transaction.commit",
            "Commit by hand a prepared branch of a global transaction (XA).",
            Settings.NONE,
            List.of(BRANCH),
            List.of(),
            List.of(AdminColumn.BRANCH, AdminColumn.PARTITION, AdminColumn.STATE)),

    /** As {@link #TRANSACTION_COMMIT}. */
    TRANSACTION_ROLLBACK(
            "transaction.rollback",
            "Roll back by hand a prepared branch of a global transaction (XA).",
            Settings.NONE,
            List.of(BRANCH),
            List.of(),
            List.of(AdminColumn.BRANCH, AdminColumn.PARTITION, AdminColumn.STATE)),

    /** What the transaction manager does when it has heard of an operator's decision; by hand, if it never will. */
    TRANSACTION_FORGET(
            "transaction.forget",
            "Forget what was decided by hand about a branch (XA).",
            Settings.NONE,
            List.of(BRANCH),
            List.of(),
            List.of(AdminColumn.BRANCH, AdminColumn.PARTITION, AdminColumn.STATE)),

    /** A row per partition. */
    NODE_STAT(
            "node.stat",
            "Show figures of the node's partitions.",
            Settings.NONE,
            List.of(),
            List.of(),
            Columns.OF_NODE);

    private enum Settings {
        NONE,
        TAKEN,
        RETURNED
    }

    /** In a class of its own, because an enum's constants come before its static fields. */
    private static final class Columns {
        static final List<AdminColumn> OF_QUEUE = List.of(
                AdminColumn.NAME,
                AdminColumn.KIND,
                AdminColumn.PARTITION,
                AdminColumn.MESSAGES,
                AdminColumn.IN_FLIGHT,
                AdminColumn.DELAYED,
                AdminColumn.BYTES,
                AdminColumn.OLDEST_MS,
                AdminColumn.RETAINED,
                AdminColumn.RETAINED_BYTES,
                AdminColumn.CONSUMERS,
                AdminColumn.SENT,
                AdminColumn.ACKNOWLEDGED,
                AdminColumn.REDELIVERED,
                AdminColumn.EXPIRED,
                AdminColumn.DEAD_LETTERED);
        static final List<AdminColumn> OF_TOPIC = List.of(
                AdminColumn.NAME,
                AdminColumn.KIND,
                AdminColumn.PARTITION,
                AdminColumn.SUBSCRIPTIONS,
                AdminColumn.BYTES,
                AdminColumn.OLDEST_MS,
                AdminColumn.RETAINED,
                AdminColumn.RETAINED_BYTES,
                AdminColumn.CONSUMERS,
                AdminColumn.SENT,
                AdminColumn.EXPIRED,
                AdminColumn.DEAD_LETTERED);
        static final List<AdminColumn> OF_SUBSCRIPTION = List.of(
                AdminColumn.TOPIC,
                AdminColumn.SUBSCRIPTION,
                AdminColumn.CLIENT_ID,
                AdminColumn.KIND,
                AdminColumn.SELECTOR,
                AdminColumn.PARTITION,
                AdminColumn.MESSAGES,
                AdminColumn.IN_FLIGHT,
                AdminColumn.DELAYED,
                AdminColumn.OLDEST_MS,
                AdminColumn.CONSUMERS);
        static final List<AdminColumn> OF_NODE = List.of(
                AdminColumn.NODE,
                AdminColumn.PARTITION,
                AdminColumn.EPOCH,
                AdminColumn.START_POSITION,
                AdminColumn.COMMIT_POSITION,
                AdminColumn.END_POSITION,
                AdminColumn.SEGMENTS,
                AdminColumn.LIVE_BYTES,
                AdminColumn.BATCHES,
                AdminColumn.FORCES,
                AdminColumn.DESTINATIONS,
                AdminColumn.MESSAGES,
                AdminColumn.CLIENTS,
                AdminColumn.CONSUMERS,
                AdminColumn.TRANSACTIONS);
    }

    private final String key;
    private final String description;
    private final Settings settings;
    private final List<AdminArgument> required;
    private final List<AdminArgument> optional;
    private final List<AdminColumn> columns;

    AdminVerb(
            String key,
            String description,
            Settings settings,
            List<AdminArgument> required,
            List<AdminArgument> optional,
            List<AdminColumn> columns) {
        this.key = key;
        this.description = description;
        this.settings = settings;
        this.required = required;
        this.optional = optional;
        this.columns = columns;
    }

    /**
     * The verb of a name.
     *
     * @throws InvalidArgumentException if there is none; names the nearest
     */
    public static AdminVerb named(String key) throws InvalidArgumentException {
        List<String> known = new ArrayList<>();
        for (AdminVerb verb : values()) {
            if (verb.key.equals(key)) {
                return verb;
            }
            known.add(verb.key);
        }
        throw new InvalidArgumentException(
                "administrative command \"" + key + "\" is not known" + NearestName.hint(key, known));
    }

    /** The name in frames, such as {@code queue.create}. */
    public String key() {
        return key;
    }

    /** What it does, in a sentence. */
    public String description() {
        return description;
    }

    /** Arguments it cannot do without. */
    public List<AdminArgument> required() {
        return required;
    }

    /** Arguments it can have. */
    public List<AdminArgument> optional() {
        return optional;
    }

    /** Whether the {@link DestinationSetting}s are arguments too, by their names. */
    public boolean takesSettings() {
        return settings == Settings.TAKEN;
    }

    /** The columns of its rows; empty if it returns none. */
    public List<String> columns() {
        List<String> keys = new ArrayList<>();
        columns.forEach(column -> keys.add(column.key()));
        if (settings == Settings.RETURNED) {
            keys.addAll(DestinationSetting.keys());
        }
        return List.copyOf(keys);
    }

    /**
     * Which argument names the destination whose partition is asked.
     *
     * @return empty if every partition is to be asked and the rows put together
     */
    public Optional<AdminArgument> destinationArgument() {
        return required.stream().filter(argument -> argument != BRANCH).findFirst();
    }

    /**
     * Checks the arguments of a command.
     *
     * @throws InvalidArgumentException if one is missing, not known or out of its range; names the nearest known
     */
    public AdminRequest parse(Map<String, String> arguments) throws InvalidArgumentException {
        for (AdminArgument argument : required) {
            if (!arguments.containsKey(argument.key())) {
                throw new InvalidArgumentException(
                        key + " needs the argument \"" + argument.key() + "\": " + argument.description());
            }
        }
        for (Map.Entry<String, String> given : arguments.entrySet()) {
            check(given.getKey(), given.getValue());
        }
        return new AdminRequest(this, arguments);
    }

    private void check(String name, String value) throws InvalidArgumentException {
        for (AdminArgument argument : AdminArgument.values()) {
            if (argument.key().equals(name) && (required.contains(argument) || optional.contains(argument))) {
                argument.check(value);
                return;
            }
        }
        if (takesSettings() && DestinationSetting.keys().contains(name)) {
            DestinationSettings.DEFAULTS.with(Map.of(name, value));
            return;
        }
        throw new InvalidArgumentException(
                key + " has no argument \"" + name + "\"" + NearestName.hint(name, argumentKeys()));
    }

    private List<String> argumentKeys() {
        List<String> keys = new ArrayList<>();
        required.forEach(argument -> keys.add(argument.key()));
        optional.forEach(argument -> keys.add(argument.key()));
        if (takesSettings()) {
            keys.addAll(DestinationSetting.keys());
        }
        return keys;
    }
}
