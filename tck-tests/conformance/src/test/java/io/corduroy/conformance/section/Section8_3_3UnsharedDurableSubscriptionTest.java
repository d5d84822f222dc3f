package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import jakarta.jms.TopicSubscriber;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.3.3: a subscription of a client that stays, with one consumer at a time. */
class Section8_3_3UnsharedDurableSubscriptionTest extends SectionTest {

    @Test
    void itGathersMessagesUntilItIsUnsubscribed() throws Exception {
        String client = name("client");
        Topic topic = topic();
        Connection first = connectAs(client);
        first.createSession().createDurableConsumer(topic, "s").close();
        first.close();
        send(session(), topic, "a", "b");
        Session session = connectAs(client).createSession();
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");
        assertThat(receiveText(consumer)).isEqualTo("a");
        consumer.close();
        send(session, topic, "c");
        MessageConsumer again = session.createDurableConsumer(topic, "s");
        assertThat(receiveTexts(again, 2)).containsExactly("b", "c");
        again.close();
        send(session, topic, "lost");

        session.unsubscribe("s");

        assertThat(session.createDurableConsumer(topic, "s").receiveNoWait()).isNull();
    }

    @Test
    void itNeedsAClientIdentifier() throws Exception {
        Session session = session();
        JMSContext context = context();
        Topic topic = topic();

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "s")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(topic, "s", "TRUE", false))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, "s")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, "s", "TRUE", false))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> context.createDurableConsumer(topic, "s"))
                .isInstanceOf(IllegalStateRuntimeException.class);
        assertThatThrownBy(() -> context.createDurableConsumer(topic, "s", "TRUE", false))
                .isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void clientsHaveTheirOwnOfTheSameName() throws Exception {
        Topic topic = topic();
        MessageConsumer one = connectAs(name("client")).createSession().createDurableConsumer(topic, "s");
        MessageConsumer other = connectAs(name("client")).createSession().createDurableConsumer(topic, "s");
        send(session(), topic, "m");

        assertThat(receiveText(one)).isEqualTo("m");
        assertThat(receiveText(other)).isEqualTo("m");
    }

    @Test
    void itHasOneConsumerAtATime() throws Exception {
        Connection connection = connectAs(name("client"));
        Session session = connection.createSession();
        Session other = connection.createSession();
        Topic topic = topic();
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "s")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> other.createDurableConsumer(topic, "s", "n = 1", false))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> other.createDurableSubscriber(topic, "s")).isInstanceOf(JMSException.class);
        send(session, topic, "m");
        assertThat(receiveText(consumer)).isEqualTo("m");
        consumer.close();
        assertThat(other.createDurableConsumer(topic, "s")).isNotNull();
    }

    @Test
    void itHasOneConsumerAtATimeInTheSimplifiedInterface() throws Exception {
        JMSContext context = contextAs(name("client"));
        JMSContext other = context.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        Topic topic = topic();
        context.createDurableConsumer(topic, "s");

        assertThatThrownBy(() -> other.createDurableConsumer(topic, "s")).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void anotherTopicMakesANewOne() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        Topic other = topic();
        session.createDurableConsumer(topic, "s").close();
        send(session, topic, "of the old one");

        MessageConsumer consumer = session.createDurableConsumer(other, "s");
        send(session, topic, "not subscribed any more");
        send(session, other, "m");

        assertThat(receiveText(consumer)).isEqualTo("m");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void anotherSelectorMakesANewOne() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        session.createDurableConsumer(topic, "s", "n = 1", false).close();
        TextMessage one = session.createTextMessage("of the old one");
        one.setIntProperty("n", 1);
        session.createProducer(topic).send(one);

        MessageConsumer consumer = session.createDurableConsumer(topic, "s", "n = 2", false);
        TextMessage two = session.createTextMessage("m");
        two.setIntProperty("n", 2);
        session.createProducer(topic).send(one);
        session.createProducer(topic).send(two);

        assertThat(receiveText(consumer)).isEqualTo("m");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void anotherNoLocalMakesANewOne() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        session.createDurableConsumer(topic, "s", null, false).close();
        send(session, topic, "of the old one");

        MessageConsumer consumer = session.createDurableConsumer(topic, "s", null, true);
        send(session(), topic, "m");

        assertThat(receiveText(consumer)).isEqualTo("m");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void theSameTopicAndSelectorResumeIt() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        session.createDurableConsumer(topic, "s", "n IS NULL", true).close();
        send(session(), topic, "kept");

        assertThat(receiveText(session.createDurableConsumer(topic, "s", "n IS NULL", true)))
                .isEqualTo("kept");
    }

    @Test
    void noLocalLeavesOutWhatConnectionsOfItsClientSend() throws Exception {
        String client = name("client");
        Topic topic = topic();
        Connection first = connectAs(client);
        Session session = first.createSession();
        session.createDurableConsumer(topic, "s", null, true).close();
        send(session, topic, "own");
        first.close();
        Session later = connectAs(client).createSession();
        send(later, topic, "of the same client");
        send(session(), topic, "another's");

        MessageConsumer consumer = later.createDurableConsumer(topic, "s", null, true);

        assertThat(receiveText(consumer)).isEqualTo("another's");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void aSharedDurableOneOfTheSameNameIsRefused() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        session.createSharedDurableConsumer(topic, "s").close();

        assertThatThrownBy(() -> session.createDurableConsumer(topic, "s")).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, "s")).isInstanceOf(JMSException.class);
    }

    @Test
    void aSharedDurableOneOfTheSameNameIsRefusedInTheSimplifiedInterface() throws Exception {
        JMSContext context = contextAs(name("client"));
        Topic topic = topic();
        context.createSharedDurableConsumer(topic, "s").close();

        assertThatThrownBy(() -> context.createDurableConsumer(topic, "s")).isInstanceOf(JMSRuntimeException.class);
    }

    @Test
    void itCannotBeUnsubscribedWhileItHasAConsumer() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");

        assertThatThrownBy(() -> session.unsubscribe("s")).isInstanceOf(JMSException.class);
        send(session, topic, "m");
        assertThat(receiveText(consumer)).isEqualTo("m");
    }

    @Test
    void anyConnectionOfTheClientUnsubscribesIt() throws Exception {
        String client = name("client");
        Topic topic = topic();
        Connection first = connectAs(client);
        first.createSession().createDurableConsumer(topic, "s").close();
        first.close();
        JMSContext context = contextAs(client);

        context.unsubscribe("s");

        assertThatThrownBy(() -> context.unsubscribe("s")).isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Test
    void anotherClientDoesNotUnsubscribeIt() throws Exception {
        Topic topic = topic();
        Session session = connectAs(name("client")).createSession();
        session.createDurableConsumer(topic, "s").close();
        Session other = connectAs(name("client")).createSession();

        assertThatThrownBy(() -> other.unsubscribe("s")).isInstanceOf(InvalidDestinationException.class);
    }

    @Test
    void aTopicSubscriberIsAConsumerOfIt() throws Exception {
        TopicConnection connection = closing(provider.topicConnectionFactory().createTopicConnection());
        connection.setClientID(name("client"));
        connection.start();
        TopicSession session = connection.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        Topic topic = topic();
        session.createDurableSubscriber(topic, "s").close();
        send(session, topic, "m");

        TopicSubscriber subscriber = session.createDurableSubscriber(topic, "s");
        assertThat(receiveText(subscriber)).isEqualTo("m");
        assertThat(subscriber.getTopic().getTopicName()).isEqualTo(topic.getTopicName());
        subscriber.close();
        MessageConsumer consumer = session.createDurableConsumer(topic, "s");
        send(session, topic, "n");
        assertThat(receiveText(consumer)).isEqualTo("n");
    }
}
