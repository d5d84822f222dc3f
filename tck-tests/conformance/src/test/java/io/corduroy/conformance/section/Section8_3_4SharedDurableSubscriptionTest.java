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
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.3.4: a subscription with a name that stays and that several consumers share. */
class Section8_3_4SharedDurableSubscriptionTest extends SectionTest {

    @Test
    void eachMessageGoesToOneOfItsConsumersAndWaitsForThem() throws Exception {
        Topic topic = topic();
        String name = name("s");
        Connection connection = connect();
        connection.createSession().createSharedDurableConsumer(topic, name).close();
        String[] texts = IntStream.range(0, 60).mapToObj(i -> "m" + i).toArray(String[]::new);
        send(session(), topic, texts);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            session().createSharedDurableConsumer(topic, name).setMessageListener(m -> heard.add(text(m)));
        }

        List<String> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(told(heard));
        }
        assertThat(all).containsExactlyInAnyOrder(texts);
    }

    @Test
    void aClientIdentifierIsNotNeededButBelongsToItsName() throws Exception {
        Topic topic = topic();
        String name = name("s");
        MessageConsumer none = session().createSharedDurableConsumer(topic, name);
        MessageConsumer one = connectAs(name("client")).createSession().createSharedDurableConsumer(topic, name);
        send(session(), topic, "m");

        assertThat(receiveText(none)).isEqualTo("m");
        assertThat(receiveText(one)).isEqualTo("m");
        Session other = connectAs(name("client")).createSession();
        assertThatThrownBy(() -> other.unsubscribe(name)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void anotherTopicOrSelectorIsRefusedWhileItIsActive() throws Exception {
        Session session = session();
        JMSContext context = context();
        Topic topic = topic();
        Topic other = topic();
        String name = name("s");
        String selecting = name("s");
        session.createSharedDurableConsumer(topic, name);
        session.createSharedDurableConsumer(topic, selecting, "n = 1");

        assertThatThrownBy(() -> session.createSharedDurableConsumer(other, name))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, name, "n = 1"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, selecting))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> context.createSharedDurableConsumer(other, name))
                .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedDurableConsumer(topic, selecting, "n = 2"))
                .isInstanceOf(JMSRuntimeException.class);
        assertThat(context.createSharedDurableConsumer(topic, selecting, "n = 1"))
                .isNotNull();
    }

    @Test
    void anotherTopicMakesANewOneWhenItIsInactive() throws Exception {
        Session session = session();
        Topic topic = topic();
        Topic other = topic();
        String name = name("s");
        session.createSharedDurableConsumer(topic, name).close();
        send(session, topic, "of the old one");

        MessageConsumer consumer = session.createSharedDurableConsumer(other, name);
        send(session, topic, "not subscribed any more");
        send(session, other, "m");

        assertThat(receiveText(consumer)).isEqualTo("m");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void anotherSelectorMakesANewOneWhenItIsInactive() throws Exception {
        Session session = session();
        Topic topic = topic();
        String name = name("s");
        session.createSharedDurableConsumer(topic, name, "n IS NULL").close();
        send(session, topic, "of the old one");

        MessageConsumer consumer = session.createSharedDurableConsumer(topic, name);
        send(session, topic, "m");

        assertThat(receiveText(consumer)).isEqualTo("m");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void anUnsharedDurableOneOfTheSameNameIsRefused() throws Exception {
        String client = name("client");
        Connection connection = connectAs(client);
        Session session = connection.createSession();
        Topic topic = topic();
        session.createDurableConsumer(topic, "s").close();

        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "s"))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, "s", "n = 1"))
                .isInstanceOf(JMSException.class);
        connection.close();
        JMSContext context = contextAs(client);
        assertThatThrownBy(() -> context.createSharedDurableConsumer(topic, "s"))
                .isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void itCannotBeUnsubscribedWhileItHasAConsumer() throws Exception {
        Session session = session();
        Topic topic = topic();
        String name = name("s");
        MessageConsumer first = session.createSharedDurableConsumer(topic, name);
        MessageConsumer second = session().createSharedDurableConsumer(topic, name);
        first.close();

        assertThatThrownBy(() -> session.unsubscribe(name)).isInstanceOf(JMSException.class);
        second.close();
        session.unsubscribe(name);
        assertThatThrownBy(() -> session.unsubscribe(name)).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void aNonDurableOneOfTheSameNameIsAnother() throws Exception {
        Session session = session();
        Topic topic = topic();
        Topic other = topic();
        String name = name("s");
        MessageConsumer durable = session.createSharedDurableConsumer(topic, name);
        MessageConsumer shared = session.createSharedConsumer(other, name);
        send(session, topic, "durable");
        send(session, other, "shared");

        assertThat(receiveText(durable)).isEqualTo("durable");
        assertThat(receiveText(shared)).isEqualTo("shared");
    }

    @Test
    void onlyMatchingMessagesAreAdded() throws Exception {
        Session session = session();
        Topic topic = topic();
        String name = name("s");
        MessageConsumer consumer = session.createSharedDurableConsumer(topic, name, "n = 1");
        for (int n = 0; n < 3; n++) {
            TextMessage message = session.createTextMessage("m" + n);
            message.setIntProperty("n", n);
            session.createProducer(topic).send(message);
        }

        assertThat(receiveText(consumer)).isEqualTo("m1");
        assertThat(consumer.receiveNoWait()).isNull();
    }
}
