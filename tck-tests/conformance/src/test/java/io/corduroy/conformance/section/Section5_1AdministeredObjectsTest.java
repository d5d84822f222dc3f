package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import javax.naming.Referenceable;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 5.1: administered objects can be stored in every JNDI naming context. */
class Section5_1AdministeredObjectsTest extends SectionTest {

    @Test
    void aConnectionFactoryIsSerializable() throws Exception {
        ConnectionFactory copy = (ConnectionFactory) copy(provider.connectionFactory());

        assertThat(closing(copy.createConnection()).createSession()).isNotNull();
    }

    @Test
    void aConnectionFactoryIsReferenceable() throws Exception {
        ConnectionFactory factory = provider.connectionFactory();
        assertThat(factory).isInstanceOf(Referenceable.class);

        Object found = lookedUp(factory);

        assertThat(closing(((ConnectionFactory) found).createConnection()).createSession())
                .isNotNull();
    }

    @Test
    void destinationsAreSerializableAndReferenceable() throws Exception {
        for (Object destination : new Object[] {queue(), topic()}) {
            assertThat(copy(destination)).isEqualTo(destination);
            assertThat(destination).isInstanceOf(Referenceable.class);
            Object found = lookedUp(destination);
            assertThat(found).isEqualTo(destination);
        }
    }

    @Test
    void aCopyOfADestinationIsTheSameDestination() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, (Queue) copy(queue), "m");

        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("m");
    }

    /** As a directory finds it that has kept its reference. */
    private static Object lookedUp(Object original) throws Exception {
        return NamingManager.getObjectInstance(((Referenceable) original).getReference(), null, null, null);
    }

    private static Object copy(Object original) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
