package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 6.2.10: the three ways to acknowledge, and recovery. */
class Section6_2_10MessageAcknowledgmentTest extends SectionTest {

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void aMessageIsAcknowledgedWhenReceiveHasReturnedIt(int mode) throws Exception {
        Session session = session(mode);
        Queue queue = queue();
        send(session(), queue, "m");
        receive(session.createConsumer(queue));

        session.close();

        assertThat(session().createConsumer(queue).receiveNoWait()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE})
    void aMessageIsAcknowledgedWhenItsListenerHasReturned(int mode) throws Exception {
        Connection connection = connect();
        Queue queue = queue();
        send(session(), queue, "m");
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        connection.createSession(mode).createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        told(heard);

        connection.close();

        assertThat(session().createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void aMessageIsNotAcknowledgedBeforeItsListenerReturns() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session(), queue, "m");
        BlockingQueue<Integer> counts = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                int count = message.getIntProperty("JMSXDeliveryCount");
                counts.add(count);
                if (count == 1) {
                    session.recover();
                }
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(told(counts)).isEqualTo(1);
        assertThat(told(counts)).isEqualTo(2);
    }

    @Test
    void acknowledgingOneMessageAcknowledgesAllThatTheSessionHasDelivered() throws Exception {
        Connection connection = connect();
        Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
        Queue first = queue();
        Queue second = queue();
        send(session, first, "a", "b", "c");
        send(session, second, "x", "y");
        MessageConsumer ofFirst = session.createConsumer(first);
        Message one = receive(ofFirst);
        receive(ofFirst);
        receive(session.createConsumer(second));

        one.acknowledge();
        connection.close();

        Session next = session();
        assertThat(receiveText(next.createConsumer(first))).isEqualTo("c");
        assertThat(receiveText(next.createConsumer(second))).isEqualTo("y");
    }

    @Test
    void recoverBeginsAgainAfterTheLastAcknowledgedMessage() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "a", "b", "c", "d");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer).acknowledge();
        receiveTexts(consumer, 2);

        session.recover();

        for (String text : List.of("b", "c")) {
            Message message = receive(consumer);
            assertThat(text(message)).isEqualTo(text);
            assertThat(message.getJMSRedelivered()).isTrue();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        }
        Message first = receive(consumer);
        assertThat(text(first)).isEqualTo("d");
        assertThat(first.getJMSRedelivered()).isFalse();
        first.acknowledge();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void recoverOfAnAutomaticSessionHasNothingToDo() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "a", "b");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);

        session.recover();

        assertThat(receiveText(consumer)).isEqualTo("b");
    }

    @Test
    void recoverDeliversToListenersAgain() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                heard.add(text(message) + message.getJMSRedelivered());
                if (text(message).equals("b") && !message.getJMSRedelivered()) {
                    session.recover();
                } else if (text(message).equals("b")) {
                    message.acknowledge();
                }
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        send(session(), queue, "a", "b");

        assertThat(List.of(told(heard), told(heard), told(heard), told(heard)))
                .containsExactly("afalse", "bfalse", "atrue", "btrue");
    }

    @Test
    void aContextAcknowledgesAndRecovers() throws Exception {
        JMSContext context = context(JMSContext.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        context.createProducer().send(queue, "a").send(queue, "b");
        JMSConsumer consumer = context.createConsumer(queue);
        receive(consumer);
        context.acknowledge();
        receive(consumer);

        context.recover();

        Message again = receive(consumer);
        assertThat(text(again)).isEqualTo("b");
        assertThat(again.getJMSRedelivered()).isTrue();
        context.acknowledge();
        context.close();
        assertThat(session().createConsumer(queue).receiveNoWait()).isNull();
    }

    @Test
    void acknowledgeOfAContextIsIgnoredInOtherModes() throws Exception {
        for (int mode :
                new int[] {JMSContext.AUTO_ACKNOWLEDGE, JMSContext.DUPS_OK_ACKNOWLEDGE, JMSContext.SESSION_TRANSACTED
                }) {
            JMSContext context = context(mode);
            assertThatCode(context::acknowledge).doesNotThrowAnyException();
        }
    }

    @Test
    void aHigherPriorityMayComeFirstAfterRecovery() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        send(session, queue, "normal");
        MessageConsumer consumer = session.createConsumer(queue);
        receive(consumer);
        session.createProducer(queue).send(session.createTextMessage("urgent"), DeliveryMode.PERSISTENT, 9, 0);

        session.recover();

        assertThat(receiveTexts(consumer, 2)).containsExactlyInAnyOrder("normal", "urgent");
    }

    @Test
    void manyMessagesCanWaitForTheirAcknowledgment() throws Exception {
        Session session = session(Session.CLIENT_ACKNOWLEDGE);
        Queue queue = queue();
        String[] texts = IntStream.range(0, 2_000).mapToObj(i -> "m" + i).toArray(String[]::new);
        Session sender = session(Session.SESSION_TRANSACTED);
        send(sender, queue, texts);
        sender.commit();
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(receiveTexts(consumer, 2_000)).containsExactly(texts);

        session.recover();

        assertThat(receiveTexts(consumer, 1_999)).hasSize(1_999);
        receive(consumer).acknowledge();
        assertThat(consumer.receiveNoWait()).isNull();
    }
}
