package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 8.5: receive, with and without a limit of time. */
class Section8_5ReceivingSynchronouslyTest extends SectionTest {

    @Test
    void receiveWaitsForAMessage() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
            try {
                return text(consumer.receive());
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
        assertThatThrownBy(() -> received.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        send(session(), queue, "m");

        assertThat(received.get(WAIT_MS, TimeUnit.MILLISECONDS)).isEqualTo("m");
    }

    @Test
    void receiveOfZeroWaitsForEver() throws Exception {
        Session session = session();
        Queue queue = queue();
        JMSConsumer consumer = context().createConsumer(queue);
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> text(consumer.receive(0)));
        assertThatThrownBy(() -> received.get(20, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

        send(session, queue, "m");

        assertThat(received.get(WAIT_MS, TimeUnit.MILLISECONDS)).isEqualTo("m");
    }

    @Test
    void receiveGivesUpAfterItsTime() throws Exception {
        MessageConsumer consumer = session().createConsumer(queue());

        long before = System.nanoTime();
        assertThat(consumer.receive(50)).isNull();

        assertThat(System.nanoTime() - before).isBetween(45_000_000L, 5_000_000_000L);
    }

    @Test
    void receiveNoWaitGivesWhatIsThereAndDoesNotWait() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();
        send(session, queue, "m");

        assertThat(text(consumer.receiveNoWait())).isEqualTo("m");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void theSimplifiedConsumerDoesTheSame() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        JMSConsumer consumer = context.createConsumer(queue);
        assertThat(consumer.receiveNoWait()).isNull();
        assertThat(consumer.receive(10)).isNull();
        context.createProducer().send(queue, "a").send(queue, "b").send(queue, "c");

        assertThat(text(consumer.receive())).isEqualTo("a");
        assertThat(text(consumer.receive(WAIT_MS))).isEqualTo("b");
        assertThat(text(consumer.receiveNoWait())).isEqualTo("c");
    }

    @Test
    void consumersOfOneSessionReceiveTheirOwn() throws Exception {
        Session session = session();
        Queue first = queue();
        Queue second = queue();
        MessageConsumer ofFirst = session.createConsumer(first);
        MessageConsumer ofSecond = session.createConsumer(second);
        send(session, first, "first");
        send(session, second, "second");

        assertThat(receiveText(ofSecond)).isEqualTo("second");
        assertThat(receiveText(ofFirst)).isEqualTo("first");
    }
}
