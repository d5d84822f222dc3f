package io.corduroy.conformance;

import static io.corduroy.conformance.Broker.send;
import static io.corduroy.conformance.Broker.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.AdminConnection;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.MetadataImage;
import jakarta.jms.Connection;
import jakarta.jms.InvalidClientIDException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an application does with destinations that live on different partitions of one node. */
@Timeout(30)
class SeveralPartitionsTest {

    private static final int PARTITIONS = 3;

    private final Broker broker = Broker.withPartitions(PARTITIONS);

    @AfterEach
    void close() throws JMSException {
        broker.close();
    }

    /** A name on each of the partitions. */
    private static List<String> namesOnEach(String word) {
        List<String> names = new ArrayList<>();
        for (int partition = 1; partition <= PARTITIONS; partition++) {
            int n = 1;
            while (partitionOf(word + n) != partition) {
                n++;
            }
            names.add(word + n);
        }
        return names;
    }

    private static int partitionOf(String name) {
        return MetadataImage.partitionOf(new DestinationName(DestinationName.Kind.QUEUE, name), PARTITIONS);
    }

    private static List<Map<String, String>> administer(
            Connection connection, AdminVerb verb, Map<String, String> arguments) throws JMSException {
        return ((AdminConnection) connection).administer(verb, arguments);
    }

    @Test
    void commitsWhatWasSentToSeveralPartitionsTogether() throws JMSException {
        Session looking = broker.connect().createSession();
        Session session = broker.connect().createSession(Session.SESSION_TRANSACTED);
        List<String> names = namesOnEach("orders");
        for (String name : names) {
            send(session, session.createQueue(name), "a", "b");
            assertThat(Broker.browse(looking, looking.createQueue(name))).isEmpty();
        }

        session.commit();

        for (String name : names) {
            assertThat(Broker.browse(looking, looking.createQueue(name))).containsExactly("a", "b");
        }
    }

    @Test
    void consumesHereAndSendsThereInOneTransaction() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        Session looking = connection.createSession();
        List<String> names = namesOnEach("orders");
        Queue from = session.createQueue(names.get(0));
        Queue to = session.createQueue(names.get(2));
        send(looking, from, "first", "second");
        MessageConsumer consumer = session.createConsumer(from);
        MessageProducer producer = session.createProducer(to);

        producer.send(consumer.receive(5_000));
        session.rollback();
        assertThat(Broker.browse(looking, to)).isEmpty();
        Message again = consumer.receive(5_000);
        assertThat(text(again)).isEqualTo("first");
        assertThat(again.getJMSRedelivered()).isTrue();
        producer.send(again);
        producer.send(consumer.receive(5_000));
        session.commit();

        assertThat(Broker.browse(looking, from)).isEmpty();
        assertThat(Broker.browse(looking, to)).containsExactly("first", "second");
    }

    @Test
    void aHundredTransactionsOverAllPartitionsLeaveNothingToRemember() throws Exception {
        Connection connection = broker.connect();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        List<String> names = namesOnEach("orders");
        for (int i = 0; i < 100; i++) {
            for (String name : names) {
                send(session, session.createQueue(name), "m" + i);
            }
            session.commit();
        }

        // Commits that everybody has confirmed are forgotten after a second.
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<Map<String, String>> left = administer(connection, AdminVerb.TRANSACTION_LIST, Map.of());
        while (!left.isEmpty() && System.nanoTime() < deadlineNs) {
            left = administer(connection, AdminVerb.TRANSACTION_LIST, Map.of());
        }

        assertThat(left).isEmpty();
        assertThat(administer(connection, AdminVerb.QUEUE_LIST, Map.of()))
                .extracting(row -> row.get("messages"))
                .containsExactly("100", "100", "100");
    }

    @Test
    void whatASessionHasNotCommittedGoesWithIt() throws JMSException {
        Connection connection = broker.connect();
        Session looking = connection.createSession();
        List<String> names = namesOnEach("orders");
        for (String name : names) {
            send(looking, looking.createQueue(name), "in");
        }
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED)) {
            for (String name : names) {
                Queue queue = session.createQueue(name);
                assertThat(text(session.createConsumer(queue).receive(5_000))).isEqualTo("in");
                send(session, queue, "out");
            }
        }

        for (String name : names) {
            MessageConsumer consumer = looking.createConsumer(looking.createQueue(name));
            assertThat(text(consumer.receive(5_000))).isEqualTo("in");
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void anAdministratorSeesTheQueuesOfAllPartitions() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        List<String> names = namesOnEach("orders");
        for (String name : names) {
            send(session, session.createQueue(name), "a");
        }

        List<Map<String, String>> rows = administer(connection, AdminVerb.QUEUE_LIST, Map.of());

        assertThat(rows).extracting(row -> row.get("name")).containsExactlyInAnyOrderElementsOf(names);
        for (int i = 0; i < PARTITIONS; i++) {
            assertThat(administer(connection, AdminVerb.QUEUE_STAT, Map.of("name", names.get(i))))
                    .singleElement()
                    .satisfies(row -> assertThat(row).containsEntry("messages", "1"))
                    .extracting(row -> row.get("partition"))
                    .isEqualTo(String.valueOf(i + 1));
        }
        assertThat(administer(connection, AdminVerb.NODE_STAT, Map.of()))
                .extracting(row -> row.get("partition"))
                .containsExactlyInAnyOrder("1", "2", "3");
    }

    @Test
    void movingToAQueueOnAnotherPartitionIsRefusedWithTheReason() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession();
        List<String> names = namesOnEach("orders");
        for (String name : names) {
            send(session, session.createQueue(name), "a");
        }

        assertThatThrownBy(() -> administer(
                        connection, AdminVerb.MESSAGE_MOVE, Map.of("from", names.get(0), "to", names.get(1))))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("lives on partition 2");
    }

    @Test
    void deadLettersOfEveryPartitionCanBeConsumed() throws JMSException {
        Connection connection = broker.connect();
        Session session = connection.createSession(Session.SESSION_TRANSACTED);
        List<String> names = namesOnEach("orders");
        for (String name : names) {
            administer(connection, AdminVerb.QUEUE_CREATE, Map.of("name", name, "max-deliveries", "1"));
            send(session, session.createQueue(name), "poison of " + name);
        }
        session.commit();
        for (String name : names) {
            MessageConsumer consumer = session.createConsumer(session.createQueue(name));
            assertThat(consumer.receive(5_000)).isNotNull();
            session.rollback();
            consumer.close();
        }

        TreeSet<String> dead = new TreeSet<>();
        for (Map<String, String> row : administer(connection, AdminVerb.QUEUE_LIST, Map.of("pattern", "DLQ*"))) {
            assertThat(row.get("partition")).isEqualTo(String.valueOf(partitionOf(row.getOrDefault("name", ""))));
            Message letter =
                    session.createConsumer(session.createQueue(row.get("name"))).receive(5_000);
            dead.add(text(letter));
            assertThat("poison of " + letter.getStringProperty("JMS_CORDUROY_OriginalDestination"))
                    .isEqualTo(String.valueOf(text(letter)).replace("poison of ", "poison of queue://"));
            assertThat(letter.getStringProperty("JMS_CORDUROY_MoveReason")).isEqualTo("DELIVERIES_USED_UP");
        }

        assertThat(dead)
                .containsExactlyInAnyOrderElementsOf(
                        names.stream().map(name -> "poison of " + name).toList());
    }

    @Test
    void temporaryQueuesOnAnyPartitionServeRepliesAndGoWithTheirConnection() throws JMSException {
        Connection asking = broker.connect();
        Session asker = asking.createSession();
        Session answerer = broker.connect().createSession();
        List<TemporaryQueue> replies = new ArrayList<>();
        TreeSet<Integer> partitions = new TreeSet<>();
        while (partitions.size() < PARTITIONS) {
            TemporaryQueue queue = asker.createTemporaryQueue();
            partitions.add(partitionOf(queue.getQueueName()));
            replies.add(queue);
        }

        for (TemporaryQueue queue : replies) {
            send(answerer, queue, "answer");
            assertThat(text(asker.createConsumer(queue).receive(5_000))).isEqualTo("answer");
        }
        asking.close();

        for (TemporaryQueue queue : replies) {
            assertThatThrownBy(() -> send(answerer, queue, "too late")).isInstanceOf(JMSException.class);
        }
    }

    @Test
    void durableSubscriptionsAreFoundAndEndedWhereverTheirTopicsLive() throws JMSException {
        Connection connection = broker.factory.createConnection();
        connection.setClientID("reader");
        connection.start();
        Session session = connection.createSession();
        List<String> names = namesOnEach("news");
        for (String name : names) {
            session.createDurableConsumer(session.createTopic(name), "of " + name)
                    .close();
            send(session, session.createTopic(name), "a");
        }
        for (String name : names) {
            Topic topic = session.createTopic(name);
            MessageConsumer consumer = session.createDurableConsumer(topic, "of " + name);
            assertThat(text(consumer.receive(5_000))).isEqualTo("a");
            assertThatThrownBy(() -> session.unsubscribe("of " + name)).isInstanceOf(JMSException.class);
            consumer.close();
        }
        assertThat(administer(connection, AdminVerb.SUBSCRIPTION_LIST, Map.of()))
                .hasSize(PARTITIONS);

        for (String name : names) {
            session.unsubscribe("of " + name);
        }

        assertThat(administer(connection, AdminVerb.SUBSCRIPTION_LIST, Map.of()))
                .isEmpty();
        assertThatThrownBy(() -> session.unsubscribe("of " + names.get(0)))
                .isInstanceOf(InvalidDestinationException.class);
        connection.close();
    }

    @Test
    void aDurableSubscriptionHasItsNameAloneWhateverPartitionsTopicsAreOn() throws JMSException {
        Connection connection = broker.factory.createConnection();
        connection.setClientID("reader");
        connection.start();
        Session session = connection.createSession();
        List<String> names = namesOnEach("news");
        Topic first = session.createTopic(names.get(0));
        Topic second = session.createTopic(names.get(1));
        MessageConsumer active = session.createDurableConsumer(first, "mine");
        assertThatThrownBy(() -> session.createDurableConsumer(second, "mine"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining(names.get(0));
        active.close();
        assertThatThrownBy(() -> session.createSharedDurableConsumer(second, "mine"))
                .isInstanceOf(JMSException.class)
                .hasMessageContaining("UNSHARED_DURABLE");

        send(session, first, "of the first, which ends with its subscription");
        MessageConsumer moved = session.createDurableConsumer(second, "mine");
        send(session, second, "b");

        assertThat(text(moved.receive(5_000))).isEqualTo("b");
        assertThat(administer(connection, AdminVerb.SUBSCRIPTION_LIST, Map.of()))
                .hasSize(1);
        moved.close();
        session.unsubscribe("mine");
        connection.close();
    }

    @Test
    void aSharedSubscriptionHasItsNameAloneWhateverPartitionsTopicsAreOn() throws JMSException {
        Session session = broker.connect().createSession();
        Session other = broker.connect().createSession();
        List<String> names = namesOnEach("quotes");
        for (String name : names) {
            MessageConsumer first = session.createSharedConsumer(session.createTopic(name), "s");
            MessageConsumer second = other.createSharedConsumer(other.createTopic(name), "s");
            for (String elsewhere : names) {
                if (!elsewhere.equals(name)) {
                    assertThatThrownBy(() -> other.createSharedConsumer(other.createTopic(elsewhere), "s"))
                            .isInstanceOf(JMSException.class)
                            .hasMessageContaining("topic \"" + name + "\"");
                }
            }
            first.close();
            second.close();
        }
    }

    @Test
    void aClientIdentifierIsOneConnectionsWhateverPartitionsItUses() throws JMSException {
        Connection first = broker.factory.createConnection();
        first.setClientID("me");
        Session session = first.createSession();
        send(session, session.createQueue(namesOnEach("orders").get(1)), "a");
        Connection second = broker.factory.createConnection();

        assertThatThrownBy(() -> second.setClientID("me")).isInstanceOf(InvalidClientIDException.class);

        second.close();
        first.close();
    }
}
