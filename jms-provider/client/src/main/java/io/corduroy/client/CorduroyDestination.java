package io.corduroy.client;

import io.corduroy.protocol.DestinationName;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A queue or topic, temporary or not, as a value: its kind and its name. Knows no connection and may be used with any;
 * equal to every other destination of the same kind and name.
 */
public abstract class CorduroyDestination implements Destination, Serializable {
    private static final long serialVersionUID = 1L;

    private final DestinationName.Kind kind;
    private final String name;

    CorduroyDestination(DestinationName destination) {
        this.kind = destination.kind();
        this.name = destination.name();
        if (name.isEmpty() || name.length() > DestinationName.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("the name of a destination has " + name.length()
                    + " characters, expected 1 to " + DestinationName.MAX_NAME_LENGTH);
        }
    }

    /**
     * Returns the destination of a name, as it comes with a message.
     *
     * @param name kind and name; a temporary destination becomes a value that cannot be deleted, since only the
     *     connection that created it may do so (Jakarta Messaging 3.1, 6.2.2)
     * @return a {@link CorduroyQueue} or a {@link CorduroyTopic}
     */
    public static CorduroyDestination of(DestinationName name) {
        return name.kind().isQueue() ? new CorduroyQueue(name) : new CorduroyTopic(name);
    }

    /**
     * Returns a destination of this provider as what it is.
     *
     * @param destination any destination
     * @return the same
     * @throws InvalidDestinationException if another provider made it, or it is null
     */
    public static CorduroyDestination ofOurs(@Nullable Destination destination) throws InvalidDestinationException {
        if (destination instanceof CorduroyDestination ours) {
            return ours;
        }
        throw new InvalidDestinationException(
                destination == null
                        ? "no destination given (null)"
                        : "destination " + destination + " of "
                                + destination.getClass().getName()
                                + " belongs to another provider; create it with this provider's session");
    }

    /**
     * Returns kind and name as the protocol has them.
     *
     * @return never null
     */
    public final DestinationName destinationName() {
        return new DestinationName(kind, name);
    }

    /** Returns the bare name; subclasses show it under the name of the interface that they implement. */
    final String simpleName() {
        return name;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof CorduroyDestination destination
                && kind == destination.kind
                && name.equals(destination.name);
    }

    @Override
    public final int hashCode() {
        return 31 * name.hashCode() + kind.name().hashCode();
    }

    /** The name alone, in the vendor's format that {@code Queue} and {@code Topic} ask for. */
    @Override
    public final String toString() {
        return name;
    }
}
