package io.corduroy.protocol;

/** Arguments of administrative commands; those of one name mean the same in all of them. */
public enum AdminArgument {
    /** A queue or topic. */
    NAME("name", Type.DESTINATION, "Name of the queue or topic."),
    /** Deleting in spite of everything. */
    FORCE("force", Type.FLAG, "Delete it with its messages and subscriptions, and close its consumers."),
    /** Which ones to list. */
    PATTERN("pattern", Type.TEXT, "Only names that match, where * stands for any characters."),
    /** The topic of a subscription. */
    TOPIC("topic", Type.DESTINATION, "Name of the topic."),
    /** A subscription. */
    SUBSCRIPTION("subscription", Type.TEXT, "Name of the subscription."),
    /** Part of the identity of a subscription. */
    CLIENT_ID("client-id", Type.TEXT, "Client identifier that the subscription belongs to; empty if to none."),
    /** Kind of a subscription. */
    SHARED("shared", Type.FLAG, "The subscription may have several consumers at once."),
    /** Kind of a subscription. */
    NO_LOCAL("no-local", Type.FLAG, "Leave out what the same client identifier sends."),
    /** Which messages. */
    SELECTOR("selector", Type.TEXT, "Only messages that match this JMS selector."),
    /** How many messages. */
    LIMIT("limit", Type.COUNT, "At most so many."),
    /** Where messages come from. */
    FROM("from", Type.DESTINATION, "Name of the queue that messages are taken from."),
    /** Where messages go. */
    TO("to", Type.DESTINATION, "Name of the queue that they go to, at its end."),
    /** Which branch. */
    BRANCH("branch", Type.BRANCH, "The branch as \"transaction list\" shows it.");

    private enum Type {
        TEXT,
        DESTINATION,
        FLAG,
        COUNT,
        BRANCH
    }

    private final String key;
    private final Type type;
    private final String description;

    AdminArgument(String key, Type type, String description) {
        this.key = key;
        this.type = type;
        this.description = description;
    }

    /** The name in commands. */
    public String key() {
        return key;
    }

    /** What it is for, in a sentence. */
    public String description() {
        return description;
    }

    /** Whether it is true or false. */
    public boolean isFlag() {
        return type == Type.FLAG;
    }

    void check(String value) throws InvalidArgumentException {
        switch (type) {
            case TEXT -> {}
            case DESTINATION ->
                require(
                        !value.isEmpty() && value.length() <= DestinationName.MAX_NAME_LENGTH,
                        value,
                        "a name of 1 to " + DestinationName.MAX_NAME_LENGTH + " characters");
            case FLAG -> require(value.equals("true") || value.equals("false"), value, "true or false");
            case BRANCH -> BranchId.parse(value);
            case COUNT -> require(SettingText.parseNumber(value).orElse(0) > 0, value, "a number from 1");
        }
    }

    private void require(boolean allowed, String value, String what) throws InvalidArgumentException {
        if (!allowed) {
            throw new InvalidArgumentException("argument \"" + key + "\" is \"" + value + "\"; allowed: " + what);
        }
    }
}
