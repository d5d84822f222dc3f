package io.corduroy.client;

import io.corduroy.client.jndi.AdministeredObjects;
import io.corduroy.protocol.DestinationName;
import jakarta.jms.Topic;
import javax.naming.Reference;
import javax.naming.Referenceable;

/** A topic as a value: its name. */
public class CorduroyTopic extends CorduroyDestination implements Topic, Referenceable {
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

    /** For directories that keep references instead of objects. */
    @Override
    public Reference getReference() {
        return AdministeredObjects.referenceTo(CorduroyTopic.class, simpleName());
    }
}
