package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.2.9: the order in which messages of a session arrive. */
class Section6_2_9MessageOrderTest extends SectionTest {

    private static String[] texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    @Test
    void messagesOfASessionToADestinationArriveInTheOrderOfSending() throws Exception {
        Session session = session();
        Queue queue = queue();
        Topic topic = topic();
        MessageConsumer ofTopic = session.createConsumer(topic);
        send(session, queue, texts(200));
        send(session, topic, texts(200));

        assertThat(receiveTexts(session.createConsumer(queue), 200)).containsExactly(texts(200));
        assertThat(receiveTexts(ofTopic, 200)).containsExactly(texts(200));
    }

    @Test
    void thatHoldsForSeveralProducersOfTheSession() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer one = session.createProducer(queue);
        MessageProducer other = session.createProducer(null);
        for (int i = 0; i < 50; i++) {
            one.send(session.createTextMessage("m" + 2 * i));
            other.send(queue, session.createTextMessage("m" + (2 * i + 1)));
        }

        assertThat(receiveTexts(session.createConsumer(queue), 100)).containsExactly(texts(100));
    }

    @Test
    void thatHoldsForNonPersistentMessages() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (String text : texts(200)) {
            producer.send(session.createTextMessage(text));
        }

        assertThat(receiveTexts(session.createConsumer(queue), 200)).containsExactly(texts(200));
    }

    @Test
    void thatHoldsWithinEachDeliveryMode() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 100; i++) {
            producer.send(
                    session.createTextMessage("m" + i),
                    i % 2 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT,
                    4,
                    0);
        }

        MessageConsumer consumer = session.createConsumer(queue);
        List<Integer> persistent = new ArrayList<>();
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Message message = receive(consumer);
            List<Integer> mode = message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT ? persistent : others;
            mode.add(Integer.valueOf(text(message).substring(1)));
        }
        assertThat(persistent).hasSize(50).isSorted();
        assertThat(others).hasSize(50).isSorted();
    }

    @Test
    void thatHoldsWithinATransaction() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        send(session, queue, texts(100));
        session.commit();

        assertThat(receiveTexts(session.createConsumer(queue), 100)).containsExactly(texts(100));
    }

    @Test
    void thatHoldsForAListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        send(session(), queue, texts(100));

        for (String text : texts(100)) {
            assertThat(told(heard)).isEqualTo(text);
        }
    }

    @Test
    void ofOnePriorityThatHoldsToo() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 100; i++) {
            producer.send(session.createTextMessage("m" + i), DeliveryMode.PERSISTENT, i % 10, 0);
        }

        MessageConsumer consumer = session.createConsumer(queue);
        Map<Integer, List<Integer>> byPriority = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            Message message = receive(consumer);
            byPriority
                    .computeIfAbsent(message.getJMSPriority(), priority -> new ArrayList<>())
                    .add(Integer.valueOf(text(message).substring(1)));
        }
        assertThat(byPriority).hasSize(10);
        assertThat(byPriority.values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted());
    }

    @Test
    void whatIsDeliveredLaterIsOvertaken() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(150);
        producer.send(session.createTextMessage("later"));
        producer.setDeliveryDelay(0);
        producer.send(session.createTextMessage("at once"));

        assertThat(receiveTexts(session.createConsumer(queue), 2)).containsExactly("at once", "later");
    }
}
