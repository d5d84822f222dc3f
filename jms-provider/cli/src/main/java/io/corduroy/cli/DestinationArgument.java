package io.corduroy.cli;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationName.Kind;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A destination as typed: {@code orders} or {@code queue:orders} for a queue, {@code topic:news} for a topic.
 *
 * @param name what it names
 */
record DestinationArgument(DestinationName name) {

    static final String HELP = "Queue's name, or topic:NAME. (queue:NAME if the name itself begins with \"topic:\".)";

    boolean isQueue() {
        return name.kind().isQueue();
    }

    Destination in(Session session) throws JMSException {
        return isQueue() ? session.createQueue(name.name()) : session.createTopic(name.name());
    }

    Queue queueIn(Session session) throws JMSException {
        return session.createQueue(name.name());
    }

    /** Reads one from the command line. */
    static final class Converter implements ITypeConverter<DestinationArgument> {
        @Override
        public DestinationArgument convert(String text) {
            Kind kind = text.startsWith("topic:") ? Kind.TOPIC : Kind.QUEUE;
            String name = text.startsWith("topic:") || text.startsWith("queue:") ? text.substring(6) : text;
            if (name.isEmpty() || name.length() > DestinationName.MAX_NAME_LENGTH) {
                throw new TypeConversionException("\"" + text + "\" names no destination; a name has 1 to "
                        + DestinationName.MAX_NAME_LENGTH + " characters");
            }
            return new DestinationArgument(new DestinationName(kind, name));
        }
    }

    @Override
    public String toString() {
        return name.toString();
    }
}
