package io.corduroy.client;

import io.corduroy.client.jndi.AdministeredObjects;
import io.corduroy.protocol.DestinationName;
import jakarta.jms.Queue;
import javax.naming.Reference;
import javax.naming.Referenceable;

/** A queue as a value: its name. */
public class CorduroyQueue extends CorduroyDestination implements Queue, Referenceable {
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

    /** For directories that keep references instead of objects. */
    @Override
    public Reference getReference() {
        return AdministeredObjects.referenceTo(CorduroyQueue.class, simpleName());
    }
}
