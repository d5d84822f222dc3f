package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1.4 and 8.4: nothing is delivered before a connection is started. */
class Section6_1_4StartingTest extends SectionTest {

    @Test
    void nothingIsReceivedBefore() throws Exception {
        Connection connection = connectStopped();
        Session session = connection.createSession();
        Queue queue = queue();
        send(session, queue, "m");
        MessageConsumer consumer = session.createConsumer(queue);

        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(20)).isNull();
        connection.start();
        assertThat(receiveText(consumer)).isEqualTo("m");
    }

    @Test
    void noListenerIsCalledBefore() throws Exception {
        Connection connection = connectStopped();
        Session session = connection.createSession();
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        AtomicBoolean started = new AtomicBoolean();
        session.createConsumer(queue).setMessageListener(message -> heard.add(text(message) + started.get()));
        Session other = session();
        send(other, queue, "m");
        assertThat(heard.poll(20, TimeUnit.MILLISECONDS)).isNull();

        started.set(true);
        connection.start();

        assertThat(told(heard)).isEqualTo("mtrue");
    }

    @Test
    void sendingNeedsNoStart() throws Exception {
        Session stopped = connectStopped().createSession();
        Queue queue = queue();

        send(stopped, queue, "m");

        assertThat(receiveText(session().createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void aSubscriptionGathersMessagesBeforeTheStart() throws Exception {
        Connection connection = connectStopped();
        Session session = connection.createSession();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        send(session, topic, "a", "b");

        connection.start();

        assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");
    }

    @Test
    void startingTwiceIsIgnored() throws Exception {
        Connection connection = connect();
        connection.start();
        Session session = connection.createSession();
        Queue queue = queue();
        send(session, queue, "m");

        assertThat(receiveText(session.createConsumer(queue))).isEqualTo("m");
    }

    @Test
    void aContextStartsWithItsFirstConsumer() throws Exception {
        Queue queue = queue();
        Topic topic = topic();
        JMSContext sender = context();
        sender.createProducer().send(queue, "m");
        String client = name("client");
        List<Function<JMSContext, JMSConsumer>> creations = List.of(
                context -> context.createConsumer(topic),
                context -> context.createConsumer(topic, "TRUE"),
                context -> context.createConsumer(topic, "TRUE", false),
                context -> context.createDurableConsumer(topic, "durable"),
                context -> context.createDurableConsumer(topic, "durable2", "TRUE", false),
                context -> context.createSharedConsumer(topic, "shared"),
                context -> context.createSharedConsumer(topic, "shared2", "TRUE"),
                context -> context.createSharedDurableConsumer(topic, "sharedDurable"),
                context -> context.createSharedDurableConsumer(topic, "sharedDurable2", "TRUE"));
        for (Function<JMSContext, JMSConsumer> creation : creations) {
            try (JMSContext context = provider.connectionFactory().createContext()) {
                context.setClientID(client);
                assertThat(context.getAutoStart()).isTrue();
                JMSConsumer consumer = creation.apply(context);
                sender.createProducer().send(topic, "m");
                assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("m");
            }
        }
    }

    @Test
    void aContextDoesNotStartByItselfIfToldSo() throws Exception {
        JMSContext context = context();
        context.setAutoStart(false);
        Queue queue = queue();
        context.createProducer().send(queue, "m");
        JMSConsumer consumer = context.createConsumer(queue);

        assertThat(context.getAutoStart()).isFalse();
        assertThat(consumer.receiveNoWait()).isNull();
        context.start();
        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("m");
    }
}
