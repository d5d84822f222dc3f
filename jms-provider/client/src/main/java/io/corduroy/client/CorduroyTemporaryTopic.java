package io.corduroy.client;

import io.corduroy.protocol.DestinationName;
import jakarta.jms.JMSException;
import jakarta.jms.TemporaryTopic;

/** A topic that lives as long as its connection; only that can delete it. */
final class CorduroyTemporaryTopic extends CorduroyTopic implements TemporaryTopic {
    private static final long serialVersionUID = 1L;

    private final transient CorduroyConnection connection;

    CorduroyTemporaryTopic(DestinationName name, CorduroyConnection connection) {
        super(name);
        this.connection = connection;
    }

    @Override
    public void delete() throws JMSException {
        connection.deleteTemporary(destinationName());
    }

    /** Elsewhere it is a name to send to. */
    private Object writeReplace() {
        return CorduroyDestination.of(destinationName());
    }
}
