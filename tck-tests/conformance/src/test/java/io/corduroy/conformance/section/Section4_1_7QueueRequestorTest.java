package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueRequestor;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.1.7: requests and their replies with a QueueRequestor. */
class Section4_1_7QueueRequestorTest extends SectionTest {

    private QueueSession queueSession() throws Exception {
        QueueConnection connection = closing(provider.queueConnectionFactory().createQueueConnection());
        connection.start();
        return connection.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
    }

    /** Replies to each request with its text turned round. */
    private void serve(Queue queue) throws Exception {
        Session session = session();
        MessageProducer producer = session.createProducer(null);
        session.createConsumer(queue).setMessageListener(request -> {
            try {
                String answer = new StringBuilder(text(request)).reverse().toString();
                producer.send(request.getJMSReplyTo(), session.createTextMessage(answer));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void sendsARequestAndWaitsForItsReply() throws Exception {
        Queue queue = queue();
        serve(queue);
        QueueSession session = queueSession();
        QueueRequestor requestor = new QueueRequestor(session, queue);

        for (String request : List.of("abc", "def")) {
            String reply = text(requestor.request(session.createTextMessage(request)));
            assertThat(reply).isEqualTo(new StringBuilder(request).reverse().toString());
        }
        requestor.close();
    }

    @Test
    void theReplyGoesToATemporaryQueueOfItsOwn() throws Exception {
        Queue queue = queue();
        QueueSession session = queueSession();
        QueueRequestor requestor = closing(new ClosingRequestor(session, queue)).requestor;
        Session serving = session();
        CompletableFuture<Message> reply = CompletableFuture.supplyAsync(() -> {
            try {
                return requestor.request(session.createTextMessage("?"));
            } catch (JMSException e) {
                throw new AssertionError(e);
            }
        });

        Message request = receive(serving.createConsumer(queue));
        assertThat(((Queue) request.getJMSReplyTo()).getQueueName()).isNotEqualTo(queue.getQueueName());
        send(serving, request.getJMSReplyTo(), "!");

        assertThat(text(reply.get(WAIT_MS, TimeUnit.MILLISECONDS))).isEqualTo("!");
    }

    /** Closing a requestor closes its session. */
    private static final class ClosingRequestor implements AutoCloseable {
        final QueueRequestor requestor;

        ClosingRequestor(QueueSession session, Queue queue) throws JMSException {
            requestor = new QueueRequestor(session, queue);
        }

        @Override
        public void close() throws JMSException {
            requestor.close();
        }
    }

    @Test
    void aQueueThatIsNoneIsRefused() throws Exception {
        QueueSession session = queueSession();

        assertThatThrownBy(() -> new QueueRequestor(session, null)).isInstanceOf(InvalidDestinationException.class);
    }
}
