package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotReadableException;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jakarta Messaging 3.1, 10.2 and 10.3: which exception is thrown where the specification demands one. */
class Section10_3ExceptionsTest extends SectionTest {

    /** A destination of somebody else. */
    private static final class ForeignQueue implements Queue {
        @Override
        public String getQueueName() {
            return "foreign";
        }
    }

    @Test
    void aDestinationThatIsNotUnderstoodIsInvalid() throws Exception {
        Session session = session();
        JMSContext context = context();
        Queue foreign = new ForeignQueue();

        assertThatThrownBy(() -> session.createProducer(foreign)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createConsumer(foreign)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createBrowser(foreign)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createProducer(null).send(foreign, session.createMessage()))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> context.createConsumer(foreign))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
        assertThatThrownBy(() -> context.createProducer().send(foreign, "m"))
                .isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Test
    void whatIsThrownSaysWhy() throws Exception {
        Session session = session();
        Queue queue = queue();

        assertThatThrownBy(() -> session.createConsumer(queue, "n ="))
                .isInstanceOfSatisfying(
                        InvalidSelectorException.class,
                        e -> assertThat(e.getMessage()).isNotBlank());
        assertThatThrownBy(session::commit)
                .isInstanceOfSatisfying(
                        IllegalStateException.class,
                        e -> assertThat(e.getMessage()).isNotBlank());
        assertThatThrownBy(() -> context().createConsumer(queue, "n ="))
                .isInstanceOfSatisfying(
                        InvalidSelectorRuntimeException.class,
                        e -> assertThat(e.getMessage()).isNotBlank());
    }

    @Test
    void aStreamThatEndsAndATypeThatIsWrongHaveTheirExceptions() throws Exception {
        StreamMessage stream = session().createStreamMessage();
        stream.writeBoolean(true);

        assertThatThrownBy(() -> stream.writeObject(List.of())).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(stream::readBoolean).isInstanceOf(MessageNotReadableException.class);
        stream.reset();
        assertThatThrownBy(() -> stream.writeInt(1)).isInstanceOf(MessageNotWriteableException.class);
        assertThatThrownBy(stream::readShort).isInstanceOf(MessageFormatException.class);
        assertThat(stream.readBoolean()).isTrue();
        assertThatThrownBy(stream::readBoolean).isInstanceOf(MessageEOFException.class);
    }

    @Test
    void whatComesFromBelowIsLinked(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            ConnectionFactory factory = broker.connectionFactory();
            broker.stop();

            assertThatThrownBy(factory::createConnection).isInstanceOf(JMSException.class);
            assertThatThrownBy(factory::createContext).isInstanceOf(JMSRuntimeException.class);
        }
    }
}
