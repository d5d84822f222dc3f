package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.AppServer;
import jakarta.jms.ConnectionConsumer;
import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import jakarta.jms.TopicConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a connection consumer consumes, how much it loads at a time, and when it ends. */
class Section11_2_4ConnectionConsumerTest extends ConnectionConsumerSectionTest {

    @Test
    void aSessionIsLoadedWithNoMoreThanMaxMessages() throws Exception {
        Map<Session, AtomicInteger> inRun = new ConcurrentHashMap<>();
        List<Integer> runs = Collections.synchronizedList(new ArrayList<>());
        AppServer server = server(
                2,
                Session.AUTO_ACKNOWLEDGE,
                (session, message) -> {
                    inRun.computeIfAbsent(session, key -> new AtomicInteger()).incrementAndGet();
                    remember(message);
                },
                session -> runs.add(inRun.computeIfAbsent(session, key -> new AtomicInteger())
                        .getAndSet(0)));
        connection.stop();
        connection.createConnectionConsumer(queue, "", server, 3);
        send(sender, queue, numbers(30));

        connection.start();

        assertThat(heard(30)).containsExactlyInAnyOrder(numbers(30));
        connection.close();
        assertThat(runs).allMatch(count -> count <= 3).contains(3);
    }

    @Test
    void aSelectorChooses() throws Exception {
        AppServer server = server(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        connection.createConnectionConsumer(queue, "color = 'red'", server, 1);
        for (String color : new String[] {"blue", "red"}) {
            TextMessage message = sender.createTextMessage(color);
            message.setStringProperty("color", color);
            sender.createProducer(queue).send(message);
        }

        assertThat(heard(1)).containsExactly("red");
        assertThat(browse(sender, queue)).containsExactly("blue");
    }

    @Test
    void nothingIsDeliveredBeforeTheConnectionIsStarted() throws Exception {
        Queue other = queue();
        connection.stop();
        serve(1, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> remember(message));
        send(sender, queue, "a");
        send(sender, other, "b");
        assertThat(receiveText(sender.createConsumer(other))).isEqualTo("b");
        assertNothingHeard();

        connection.start();

        assertThat(heard(1)).containsExactly("a");
    }

    @Test
    void servesTheSubscriptionsOfATopic() throws Exception {
        connection = connectAs(name("server"));
        Topic news = topic();
        AppServer server = server(2, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        connection.createConnectionConsumer(news, null, server, 1);
        connection.createSharedConnectionConsumer(news, "shared", null, server, 1);
        connection.createSharedConnectionConsumer(news, "shared", null, server, 1);
        connection.createDurableConnectionConsumer(news, "durable", null, server, 1);
        ConnectionConsumer last = connection.createSharedDurableConnectionConsumer(news, "both", null, server, 1);

        send(sender, news, "a");

        assertThat(heard(4)).containsExactly("a", "a", "a", "a");
        last.close();
        send(sender, news, "b");
        assertThat(heard(3)).containsExactly("b", "b", "b");
        connection.createSharedDurableConnectionConsumer(news, "both", null, server, 1);
        assertThat(heard(1)).containsExactly("b");
        connection.close();
    }

    @Test
    void temporaryQueuesAreServedAndNotDeletedMeanwhile() throws Exception {
        TemporaryQueue mine = connection.createSession().createTemporaryQueue();
        AppServer server = server(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        ConnectionConsumer consumer = connection.createConnectionConsumer(mine, null, server, 1);
        send(sender, mine, "a");
        assertThat(heard(1)).containsExactly("a");

        assertThatThrownBy(mine::delete).isInstanceOf(IllegalStateException.class);
        consumer.close();
        mine.delete();
    }

    @Test
    void aConnectionConsumerTellsItsPoolUntilItIsClosed() throws Exception {
        AppServer server = server(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        ConnectionConsumer consumer = connection.createConnectionConsumer(queue, null, server, 1);

        assertThat(consumer.getServerSessionPool()).isSameAs(server);
        consumer.close();
        consumer.close();
        assertThatThrownBy(consumer::getServerSessionPool).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatWasLoadedIsShownAlsoAfterTheConnectionConsumerIsClosed() throws Exception {
        ConnectionConsumer[] consumer = new ConnectionConsumer[1];
        HeldListener listener = new HeldListener(message -> {
            if (text(message).equals("a")) {
                consumer[0].close(); // a listener may: it is not its own session's
            }
            remember(message);
        });
        connection.stop();
        consumer[0] = serve(1, Session.AUTO_ACKNOWLEDGE, 2, (session, message) -> listener.onMessage(message));
        send(sender, queue, "a", "b", "c");
        connection.start();
        listener.awaitCall();
        listener.goOn();

        assertThat(heard(1)).containsExactly("a");
        MessageConsumer other = sender.createConsumer(queue);
        Set<String> rest = new HashSet<>();
        rest.add(receiveText(other));
        if (rest.contains("c")) { // it was loaded with two
            rest.addAll(heard(1));
        } else { // there was only one when it was loaded
            rest.add(receiveText(other));
        }

        assertThat(rest).containsExactlyInAnyOrder("b", "c");
        assertNothingHeard();
    }

    @Test
    void refusesWhatCannotBeServed() throws Exception {
        AppServer server = server(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        Topic news = topic();
        TemporaryQueue foreign = sender.createTemporaryQueue();

        assertThatThrownBy(() -> connection.createConnectionConsumer((Queue) null, null, server, 1))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(foreign, null, server, 1))
                .isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, "color = ", server, 1))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, server, 0))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, null, 1))
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> connection.createDurableConnectionConsumer(news, "d", null, server, 1))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSharedConnectionConsumer(news, "", null, server, 1))
                .isInstanceOf(JMSException.class);
        connection.close();
        assertThatThrownBy(() -> connection.createConnectionConsumer(queue, null, server, 1))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aQueueConnectionHasNoConnectionConsumersOfTopics() throws Exception {
        try (QueueConnection queues = provider.queueConnectionFactory().createQueueConnection();
                TopicConnection topics = provider.topicConnectionFactory().createTopicConnection()) {
            Topic news = topic();
            AppServer pool = closing(
                    new AppServer(topics, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message)));

            assertThatThrownBy(() -> queues.createSharedConnectionConsumer(news, "s", null, pool, 1))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queues.createDurableConnectionConsumer(news, "s", null, pool, 1))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> queues.createSharedDurableConnectionConsumer(news, "s", null, pool, 1))
                    .isInstanceOf(IllegalStateException.class);
            topics.createConnectionConsumer(news, null, pool, 1);
            topics.start();
            send(sender, news, "a");
            assertThat(heard(1)).containsExactly("a");
        }
    }
}
