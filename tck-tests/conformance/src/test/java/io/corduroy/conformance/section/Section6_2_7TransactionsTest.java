package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.Connection;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jakarta Messaging 3.1, 6.2.7: units of work of a session. */
class Section6_2_7TransactionsTest extends SectionTest {

    @Test
    void commitSendsAndAcknowledges() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Session other = session();
        Queue from = queue();
        Queue to = queue();
        send(other, from, "m");
        session.createProducer(to).send(receive(session.createConsumer(from)));
        MessageConsumer consumer = other.createConsumer(to);
        assertThat(consumer.receiveNoWait()).isNull();

        session.commit();

        assertThat(receiveText(consumer)).isEqualTo("m");
        session.close();
        assertThat(other.createConsumer(from).receiveNoWait()).isNull();
    }

    @Test
    void rollbackDestroysWhatWasSentAndRecoversWhatWasConsumed() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Session other = session();
        Queue from = queue();
        Queue to = queue();
        send(other, from, "a", "b");
        MessageConsumer consumer = session.createConsumer(from);
        receiveTexts(consumer, 2);
        send(session, to, "never");

        session.rollback();
        send(session, to, "sent");
        session.commit();

        assertThat(receiveTexts(other.createConsumer(to), 1)).containsExactly("sent");
        assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");
    }

    @Test
    void theNextTransactionBeginsByItself() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Session other = session();
        Queue queue = queue();
        MessageConsumer consumer = other.createConsumer(queue);
        for (int i = 0; i < 5; i++) {
            send(session, queue, "committed" + i);
            session.commit();
            send(session, queue, "rolled back" + i);
            session.rollback();
            session.commit();

            assertThat(receiveText(consumer)).isEqualTo("committed" + i);
            assertThat(consumer.receiveNoWait()).isNull();
        }
    }

    @Test
    void aTransactionSpansQueuesAndTopics() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Session other = session();
        Queue queue = queue();
        Topic topic = topic();
        MessageConsumer ofTopic = other.createConsumer(topic);
        MessageConsumer ofQueue = other.createConsumer(queue);
        send(session, queue, "queued");
        send(session, topic, "published");
        assertThat(ofTopic.receiveNoWait()).isNull();
        assertThat(ofQueue.receiveNoWait()).isNull();

        session.commit();

        assertThat(receiveText(ofTopic)).isEqualTo("published");
        assertThat(receiveText(ofQueue)).isEqualTo("queued");
    }

    @Test
    void aSubscriptionIsRolledBackToo() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic);
        send(session(), topic, "a", "b");
        receiveTexts(consumer, 2);

        session.rollback();

        assertThat(receiveTexts(consumer, 2)).containsExactly("a", "b");
        session.commit();
    }

    @Test
    void whatItSendsItselfIsNotReceivedBeforeTheCommit() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        MessageConsumer consumer = session.createConsumer(queue);
        send(session, queue, "m");
        assertThat(consumer.receiveNoWait()).isNull();

        session.commit();

        assertThat(receiveText(consumer)).isEqualTo("m");
    }

    @Test
    void aListenerCommitsAndRollsBack() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        session.createConsumer(queue).setMessageListener(message -> {
            try {
                int count = message.getIntProperty("JMSXDeliveryCount");
                if (count == 1) {
                    session.rollback();
                } else {
                    session.commit();
                }
                heard.add(text(message) + count);
            } catch (JMSException e) {
                heard.add(e.toString());
            }
        });
        send(session(), queue, "m");

        assertThat(told(heard)).isEqualTo("m1");
        assertThat(told(heard)).isEqualTo("m2");
    }

    @Test
    void onlyATransactedSessionCommitsAndRollsBack() throws Exception {
        for (int mode : new int[] {Session.AUTO_ACKNOWLEDGE, Session.CLIENT_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            Session session = session(mode);
            JMSContext context = context(mode);
            assertThatThrownBy(session::commit).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(session::rollback).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(context::commit).isInstanceOf(IllegalStateRuntimeException.class);
            assertThatThrownBy(context::rollback).isInstanceOf(IllegalStateRuntimeException.class);
        }
    }

    @Test
    void aTransactedSessionDoesNotRecover() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);

        assertThatThrownBy(session::recover).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(context::recover).isInstanceOf(IllegalStateRuntimeException.class);
    }

    @Test
    void aContextCommitsAndRollsBack() throws Exception {
        JMSContext context = context(JMSContext.SESSION_TRANSACTED);
        Queue queue = queue();
        JMSConsumer consumer = context.createConsumer(queue);
        context.createProducer().send(queue, "never");
        context.rollback();
        context.createProducer().send(queue, "m");
        context.commit();

        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("m");
        context.rollback();
        assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("m");
        context.commit();
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void whatWasCommittedSurvivesARestartAndTheRestDoesNot(@TempDir Path directory) throws Exception {
        try (RestartableBroker broker = provider.startRestartable(directory)) {
            try (Connection before = broker.connectionFactory().createConnection()) {
                Session session = before.createSession(Session.SESSION_TRANSACTED);
                Queue queue = session.createQueue("queue");
                send(session, queue, "committed");
                session.commit();
                send(session, queue, "not committed");
            }
            broker.stop();
            broker.start();

            try (Connection after = broker.connectionFactory().createConnection()) {
                after.start();
                Session session = after.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue("queue"));
                assertThat(receiveText(consumer)).isEqualTo("committed");
                assertThat(consumer.receiveNoWait()).isNull();
            }
        }
    }
}
