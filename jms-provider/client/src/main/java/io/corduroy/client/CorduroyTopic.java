package io.corduroy.client;

import io.corduroy.protocol.DestinationName;
import jakarta.jms.Topic;

/** A topic as a value: its name. */
public class CorduroyTopic extends CorduroyDestination implements Topic {
    private static final long serialVersionUID = 1L;

    /**
     * Names a topic, which need not exist yet.
     *
     * @param name 1 to {@link DestinationName#MAX_NAME_LENGTH} characters
     * @throws IllegalArgumentException if it has none or more
     */
    public CorduroyTopic(String name) {
        this(new DestinationName(DestinationName.Kind.TOPIC, name));
    }

    CorduroyTopic(DestinationName name) {
        super(name);
    }

    @Override
    public String getTopicName() {
        return simpleName();
    }
}
