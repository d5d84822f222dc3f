package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.2.5 and 6.2.6: what a session's threads may do. */
class Section6_2_5ThreadingTest extends SectionTest {

    @Test
    void aSessionWithAListenerDoesNotReceive() throws Exception {
        Session session = session();
        MessageConsumer listening = session.createConsumer(queue());
        MessageConsumer other = session.createConsumer(queue());
        listening.setMessageListener(message -> {});

        assertThatThrownBy(() -> listening.receive(1)).isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> other.receiveNoWait()).isInstanceOf(JMSException.class);
        assertThatThrownBy(other::receive).isInstanceOf(JMSException.class);
    }

    @Test
    void aSessionIsClosedFromAnotherThreadWhileItReceives() throws Exception {
        Session session = session();
        MessageConsumer consumer = session.createConsumer(queue());
        CompletableFuture<String> received = CompletableFuture.supplyAsync(() -> {
            try {
                return text(consumer.receive());
            } catch (IllegalStateException e) {
                return "nothing";
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });

        session.close();

        assertThat(received.get(WAIT_MS, TimeUnit.MILLISECONDS)).isEqualTo("nothing");
    }

    @Test
    void aContextThatIsStartedTakesASecondListener() throws Exception {
        JMSContext context = context();
        Queue first = queue();
        Queue second = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        Session session = session();
        send(session, first, "first");
        send(session, second, "second");

        context.createConsumer(first).setMessageListener(message -> heard.add(text(message)));
        context.createConsumer(second).setMessageListener(message -> heard.add(text(message)));

        assertThat(List.of(told(heard), told(heard))).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void aContextMakesAnotherOneFromAListener() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Queue next = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        context.createConsumer(queue).setMessageListener(message -> {
            try (JMSContext other = context.createContext(JMSContext.AUTO_ACKNOWLEDGE)) {
                other.createProducer().send(next, "sent by another context");
                heard.add("made");
            }
        });
        send(session(), queue, "m");

        assertThat(told(heard)).isEqualTo("made");
        assertThat(receiveText(session().createConsumer(next))).isEqualTo("sent by another context");
    }

    @Test
    void aReceivingThreadUsesTheProducersOfItsSession() throws Exception {
        Session session = session();
        Queue queue = queue();
        Queue next = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        MessageProducer producer = session.createProducer(next);
        send(session(), queue, "m");

        producer.send(receive(consumer));

        assertThat(receiveText(session().createConsumer(next))).isEqualTo("m");
    }
}
