package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 8.7: message listeners, and what happens when they throw. */
class Section8_7ReceivingAsynchronouslyTest extends SectionTest {

    @Test
    void aListenerHearsWhatIsThereAndWhatComes() throws Exception {
        Session session = session();
        Queue queue = queue();
        Session sender = session();
        send(sender, queue, "before");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        send(sender, queue, "after");

        assertThat(told(heard)).isEqualTo("before");
        assertThat(told(heard)).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void whereMessagesAreAcknowledgedByThemselvesItHearsAgainWhatItHasThrownOn(int mode) throws Exception {
        Session session = session(mode);
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                int count = message.getIntProperty("JMSXDeliveryCount");
                heard.add(text(message) + count + message.getJMSRedelivered());
                if (text(message).equals("a") && count == 1) {
                    throw new java.lang.IllegalStateException("on purpose");
                }
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        send(session(), queue, "a", "b");

        assertThat(told(heard)).isEqualTo("a1false");
        assertThat(told(heard)).isEqualTo("a2true");
        assertThat(told(heard)).startsWith("b");
    }

    @Test
    void whereTheClientAcknowledgesItHearsTheNextOne() throws Exception {
        Connection connection = connect();
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        connection
                .createSession(Session.CLIENT_ACKNOWLEDGE)
                .createConsumer(queue)
                .setMessageListener(message -> {
                    heard.add(text(message));
                    if (text(message).equals("a")) {
                        throw new java.lang.IllegalStateException("on purpose");
                    }
                });
        send(session(), queue, "a", "b");
        assertThat(told(heard)).isEqualTo("a");
        assertThat(told(heard)).isEqualTo("b");

        connection.close();

        assertThat(receiveTexts(session().createConsumer(queue), 2)).containsExactly("a", "b");
    }

    @Test
    void inATransactionItHearsTheNextOneAndDecides() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                heard.add(text(message) + message.getJMSRedelivered());
                if (text(message).equals("a")) {
                    throw new java.lang.IllegalStateException("on purpose");
                }
                session.commit();
                heard.add("committed");
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        send(session(), queue, "a", "b");

        assertThat(List.of(told(heard), told(heard), told(heard))).containsExactly("afalse", "bfalse", "committed");
        assertThat(browse(session(), queue)).isEmpty();
    }

    @Test
    void aListenerCanBeReplacedAndTakenAway() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession();
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        MessageConsumer consumer = session.createConsumer(queue);
        consumer.setMessageListener(message -> heard.add("first " + text(message)));
        send(session(), queue, "a");
        assertThat(told(heard)).isEqualTo("first a");
        connection.stop();
        consumer.setMessageListener(message -> heard.add("second " + text(message)));
        connection.start();
        send(session(), queue, "b");
        assertThat(told(heard)).isEqualTo("second b");
        connection.stop();
        consumer.setMessageListener(null);
        connection.start();
        send(session(), queue, "c");

        assertThat(receiveText(consumer)).isEqualTo("c");
    }

    @Test
    void aSimplifiedConsumerHasAListenerToo() throws Exception {
        JMSContext context = context();
        Topic topic = topic();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        context.createConsumer(topic).setMessageListener(message -> heard.add(text(message)));

        context().createProducer().send(topic, "m");

        assertThat(told(heard)).isEqualTo("m");
    }
}
