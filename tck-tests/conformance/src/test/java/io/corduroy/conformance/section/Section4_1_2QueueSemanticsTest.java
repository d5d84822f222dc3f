package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.1.2 and 4.1.8: each message of a queue goes to one consumer, and waits for it. */
class Section4_1_2QueueSemanticsTest extends SectionTest {

    @Test
    void keepsMessagesUntilSomebodyConsumesThem() throws Exception {
        Queue queue = queue();
        Connection sender = connect();
        send(sender.createSession(), queue, "a", "b");
        sender.close();

        assertThat(receiveTexts(session().createConsumer(queue), 2)).containsExactly("a", "b");
    }

    @Test
    void deliversEachMessageToOneOfItsConsumers() throws Exception {
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        for (int i = 0; i < 3; i++) {
            session().createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        }
        Set<String> sent = new TreeSet<>();
        Session session = session();
        for (int i = 0; i < 100; i++) {
            sent.add("m" + i);
        }
        send(session, queue, sent.toArray(new String[0]));

        List<String> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(told(heard));
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(sent);
        assertThat(browse(session, queue)).isEmpty();
        assertThat(heard).isEmpty();
    }

    @Test
    void eachConsumerGetsItsMessagesInOrder() throws Exception {
        Session session = session();
        Queue queue = queue();
        BlockingQueue<Integer> one = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> other = new LinkedBlockingQueue<>();
        CountDownLatch all = new CountDownLatch(100);
        for (BlockingQueue<Integer> heard : List.of(one, other)) {
            session().createConsumer(queue).setMessageListener(message -> {
                heard.add(Integer.valueOf(text(message)));
                all.countDown();
            });
        }
        send(session, queue, IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new));

        assertThat(all.await(WAIT_MS, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(new ArrayList<>(one)).isSorted();
        assertThat(new ArrayList<>(other)).isSorted();
    }

    @Test
    void whatOneConsumerDoesNotSelectGoesToAnotherOne() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer even = session.createConsumer(queue, "even");
        MessageConsumer odd = session.createConsumer(queue, "NOT even");
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 10; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setBooleanProperty("even", i % 2 == 0);
            producer.send(message);
        }

        assertThat(receiveTexts(odd, 5)).containsExactly("m1", "m3", "m5", "m7", "m9");
        assertThat(receiveTexts(even, 5)).containsExactly("m0", "m2", "m4", "m6", "m8");
    }

    @Test
    void whatAClosedConsumerHasNotReceivedGoesToAnotherOne() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer first = session.createConsumer(queue);
        send(session, queue, "a", "b", "c");
        assertThat(receiveText(first)).isEqualTo("a");
        first.close();

        MessageConsumer second = session.createConsumer(queue);

        Message next = receive(second);
        assertThat(text(next)).isEqualTo("b");
        assertThat(next.getJMSRedelivered()).isFalse();
        assertThat(receiveText(second)).isEqualTo("c");
    }

    @Test
    void aWaitingConsumerGetsWhatIsSentLater() throws Exception {
        Session waiting = session();
        Queue queue = queue();
        MessageConsumer consumer = waiting.createConsumer(queue);
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
            try {
                return text(consumer.receive(WAIT_MS));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });

        send(session(), queue, "m");

        assertThat(received.get(WAIT_MS, TimeUnit.MILLISECONDS)).isEqualTo("m");
    }
}
