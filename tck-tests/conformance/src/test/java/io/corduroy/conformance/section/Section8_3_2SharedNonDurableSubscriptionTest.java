package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.3.2: a subscription with a name that several consumers share while there is one. */
class Section8_3_2SharedNonDurableSubscriptionTest extends SectionTest {

    @Test
    void eachMessageGoesToOneOfItsConsumers() throws Exception {
        Connection connection = connect();
        Topic topic = topic();
        String name = name("s");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            connection.createSession().createSharedConsumer(topic, name).setMessageListener(m -> heard.add(text(m)));
        }
        String[] texts = IntStream.range(0, 60).mapToObj(i -> "m" + i).toArray(String[]::new);
        send(session(), topic, texts);

        List<String> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(told(heard));
        }
        assertThat(all).containsExactlyInAnyOrder(texts);
        connection.close();
        assertThat(heard).isEmpty();
    }

    @Test
    void severalConnectionsWithoutAClientIdentifierShareIt() throws Exception {
        Topic topic = topic();
        String name = name("s");
        MessageConsumer first = session().createSharedConsumer(topic, name);
        MessageConsumer second = session().createSharedConsumer(topic, name);
        send(session(), topic, "m");

        String received = text(first.receiveNoWait()) + text(second.receiveNoWait());
        assertThat(received).isIn("mnothing", "nothingm");
    }

    @Test
    void theClientIdentifierBelongsToItsName() throws Exception {
        Topic topic = topic();
        String name = name("s");
        MessageConsumer none = session().createSharedConsumer(topic, name);
        MessageConsumer one = connectAs(name("client")).createSession().createSharedConsumer(topic, name);
        MessageConsumer other = connectAs(name("client")).createSession().createSharedConsumer(topic, name);
        send(session(), topic, "m");

        assertThat(receiveText(none)).isEqualTo("m");
        assertThat(receiveText(one)).isEqualTo("m");
        assertThat(receiveText(other)).isEqualTo("m");
    }

    @Test
    void itEndsWithItsLastConsumer() throws Exception {
        Session session = session();
        Topic topic = topic();
        String name = name("s");
        MessageConsumer first = session.createSharedConsumer(topic, name);
        MessageConsumer second = session.createSharedConsumer(topic, name);
        first.close();
        send(session, topic, "kept");
        assertThat(receiveText(second)).isEqualTo("kept");
        send(session, topic, "lost with the last");
        second.close();
        send(session, topic, "nobody is there");

        assertThat(session.createSharedConsumer(topic, name).receiveNoWait()).isNull();
    }

    @Test
    void anotherTopicOrSelectorIsRefusedWhileItIsActive() throws Exception {
        Session session = session();
        JMSContext context = context();
        Topic topic = topic();
        Topic other = topic();
        String name = name("s");
        String selecting = name("s");
        session.createSharedConsumer(topic, name);
        session.createSharedConsumer(topic, selecting, "n = 1");

        assertThatThrownBy(() -> session.createSharedConsumer(other, name)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, name, "n = 1"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, selecting)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, selecting, "n = 2"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> context.createSharedConsumer(other, name)).isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedConsumer(topic, name, "n = 1"))
                .isInstanceOf(JMSRuntimeException.class);
        assertThat(session.createSharedConsumer(topic, selecting, "n = 1")).isNotNull();
    }

    @Test
    void anotherTopicOrSelectorIsANewOneOnceItHasEnded() throws Exception {
        Session session = session();
        Topic topic = topic();
        Topic other = topic();
        String name = name("s");
        session.createSharedConsumer(topic, name).close();

        MessageConsumer consumer = session.createSharedConsumer(other, name, "n IS NULL");
        send(session, other, "m");

        assertThat(receiveText(consumer)).isEqualTo("m");
    }

    @Test
    void aDurableOneOfTheSameNameIsAnother() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        MessageConsumer shared = session.createSharedConsumer(topic, "s");
        MessageConsumer durable = session.createDurableConsumer(topic, "s");
        send(session, topic, "m");

        assertThat(receiveText(shared)).isEqualTo("m");
        assertThat(receiveText(durable)).isEqualTo("m");
    }

    @Test
    void itCannotBeUnsubscribed() throws Exception {
        Session session = session();
        String name = name("s");
        session.createSharedConsumer(topic(), name);

        assertThatThrownBy(() -> session.unsubscribe(name)).isInstanceOf(InvalidDestinationException.class);
    }
}
