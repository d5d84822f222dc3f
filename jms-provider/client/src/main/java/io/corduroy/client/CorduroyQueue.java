package io.corduroy.client;

import io.corduroy.protocol.DestinationName;
import jakarta.jms.Queue;

/** A queue as a value: its name. */
public class CorduroyQueue extends CorduroyDestination implements Queue {
    private static final long serialVersionUID = 1L;

    /**
     * Names a queue, which need not exist yet.
     *
     * @param name 1 to {@link DestinationName#MAX_NAME_LENGTH} characters
     * @throws IllegalArgumentException if it has none or more
     */
    public CorduroyQueue(String name) {
        this(new DestinationName(DestinationName.Kind.QUEUE, name));
    }

    CorduroyQueue(DestinationName name) {
        super(name);
    }

    @Override
    public String getQueueName() {
        return simpleName();
    }
}
