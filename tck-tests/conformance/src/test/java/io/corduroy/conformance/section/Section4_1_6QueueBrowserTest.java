package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageNotWriteableException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.1.6: looking at the messages of a queue without removing them. */
class Section4_1_6QueueBrowserTest extends SectionTest {

    @Test
    void showsMessagesInOrderAndLeavesThem() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "a", "b", "c");

        assertThat(browse(session, queue)).containsExactly("a", "b", "c");
        assertThat(browse(session, queue)).containsExactly("a", "b", "c");
        MessageConsumer consumer = session.createConsumer(queue);
        for (String text : List.of("a", "b", "c")) {
            Message message = receive(consumer);
            assertThat(text(message)).isEqualTo(text);
            assertThat(message.getJMSRedelivered()).isFalse();
            assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        }
        assertThat(browse(session, queue)).isEmpty();
    }

    @Test
    @SuppressWarnings("JdkObsolete") // the interface has it
    void showsOnlyWhatItSelects() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        for (int i = 0; i < 10; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            producer.send(message);
        }

        try (QueueBrowser browser = session.createBrowser(queue, "n BETWEEN 3 AND 4")) {
            Enumeration<?> messages = browser.getEnumeration();
            assertThat(text((Message) messages.nextElement())).isEqualTo("m3");
            assertThat(text((Message) messages.nextElement())).isEqualTo("m4");
            assertThat(messages.hasMoreElements()).isFalse();
            assertThatThrownBy(messages::nextElement).isInstanceOf(java.util.NoSuchElementException.class);
        }
    }

    @Test
    void saysWhatItBrowses() throws Exception {
        Session session = session();
        Queue queue = queue();
        try (QueueBrowser all = session.createBrowser(queue);
                QueueBrowser some = session.createBrowser(queue, "n = 1")) {
            assertThat(all.getQueue().getQueueName()).isEqualTo(queue.getQueueName());
            assertThat(all.getMessageSelector()).isNullOrEmpty();
            assertThat(some.getMessageSelector()).isEqualTo("n = 1");
        }
    }

    @Test
    void doesNotShowWhatIsStillDelayed() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer producer = session.createProducer(queue);
        producer.setDeliveryDelay(60_000);
        producer.send(session.createTextMessage("delayed"));
        send(session, queue, "at once");

        assertThat(browse(session, queue)).containsExactly("at once");
    }

    @Test
    void doesNotShowWhatIsNotCommitted() throws Exception {
        Session transacted = session(Session.SESSION_TRANSACTED);
        Session session = session();
        Queue queue = queue();
        send(transacted, queue, "m");

        assertThat(browse(session, queue)).isEmpty();
        transacted.commit();
        assertThat(browse(session, queue)).containsExactly("m");
    }

    @Test
    void isCreatedFromAContextAndFromAQueueSession() throws Exception {
        Queue queue = queue();
        send(session(), queue, "m");
        JMSContext context = context();
        try (QueueBrowser browser = context.createBrowser(queue)) {
            assertThat(text((Message) browser.getEnumeration().nextElement())).isEqualTo("m");
        }
        QueueConnection connection = closing(provider.queueConnectionFactory().createQueueConnection());
        connection.start();
        QueueSession queueSession = connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        try (QueueBrowser browser = queueSession.createBrowser(queue)) {
            assertThat(text((Message) browser.getEnumeration().nextElement())).isEqualTo("m");
        }
    }

    @Test
    void messagesItShowsAreReadOnly() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "m");
        try (QueueBrowser browser = session.createBrowser(queue)) {
            TextMessage message = (TextMessage) browser.getEnumeration().nextElement();
            assertThatThrownBy(() -> message.setText("other")).isInstanceOf(MessageNotWriteableException.class);
            assertThatThrownBy(() -> message.setIntProperty("n", 1)).isInstanceOf(MessageNotWriteableException.class);
        }
    }

    @Test
    void isRefusedWithoutAQueue() throws Exception {
        Session session = session();
        JMSContext context = context();

        assertThatThrownBy(() -> session.createBrowser(null)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> session.createBrowser(null, "n = 1")).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> context.createBrowser(null)).isInstanceOf(InvalidDestinationRuntimeException.class);
    }

    @Test
    void aClosedOneCannotBeUsed() throws Exception {
        Session session = session();
        QueueBrowser browser = session.createBrowser(queue());
        browser.close();
        browser.close();

        assertThatThrownBy(browser::getEnumeration).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWholeBacklogIsShown() throws Exception {
        Session session = session(Session.SESSION_TRANSACTED);
        Queue queue = queue();
        String[] texts = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toArray(String[]::new);
        send(session, queue, texts);
        session.commit();

        assertThat(browse(session, queue)).containsExactly(texts);
    }
}
