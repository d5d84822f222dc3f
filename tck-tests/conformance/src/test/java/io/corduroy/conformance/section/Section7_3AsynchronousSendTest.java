package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 7.3.1 to 7.3.3, 7.3.6 and 7.3.8: sending with a completion listener. */
class Section7_3AsynchronousSendTest extends SectionTest {

    /** Remembers what it was told, and by which thread. */
    private static final class Completions implements CompletionListener {
        final BlockingQueue<Message> completed = new LinkedBlockingQueue<>();
        final BlockingQueue<Exception> failed = new LinkedBlockingQueue<>();
        final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        @Override
        public void onCompletion(Message message) {
            threads.add(Thread.currentThread());
            completed.add(message);
        }

        @Override
        public void onException(Message message, Exception exception) {
            threads.add(Thread.currentThread());
            failed.add(exception);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.NON_PERSISTENT, DeliveryMode.PERSISTENT})
    void theListenerIsToldOnceWhenTheMessageIsThere(int mode) throws Exception {
        Session session = session();
        Queue queue = queue();
        Completions completions = new Completions();
        Message message = session.createTextMessage("m");

        session.createProducer(queue).send(message, mode, 4, 0, completions);

        assertThat(told(completions.completed)).isSameAs(message);
        assertThat(browse(session(), queue)).containsExactly("m");
        assertThat(completions.completed).isEmpty();
        assertThat(completions.failed).isEmpty();
    }

    @Test
    void eachWayOfTheClassicInterface() throws Exception {
        Session session = session();
        Queue queue = queue();
        Completions completions = new Completions();
        MessageProducer own = session.createProducer(queue);
        MessageProducer none = session.createProducer(null);
        own.send(session.createTextMessage("a"), completions);
        own.send(session.createTextMessage("b"), DeliveryMode.PERSISTENT, 4, 0, completions);
        none.send(queue, session.createTextMessage("c"), completions);
        none.send(queue, session.createTextMessage("d"), DeliveryMode.PERSISTENT, 4, 0, completions);

        for (String text : List.of("a", "b", "c", "d")) {
            assertThat(text(told(completions.completed))).isEqualTo(text);
        }
        assertThat(receiveTexts(session.createConsumer(queue), 4)).containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void theSimplifiedInterface() throws Exception {
        JMSContext context = context();
        Queue queue = queue();
        Completions completions = new Completions();
        JMSProducer producer = context.createProducer().setAsync(completions);
        assertThat(producer.getAsync()).isSameAs(completions);
        producer.send(queue, "a").send(queue, new byte[1]).send(queue, Map.of()).send(queue, context.createMessage());
        for (int i = 0; i < 4; i++) {
            told(completions.completed);
        }

        producer.setAsync(null).send(queue, "e");

        assertThat(producer.getAsync()).isNull();
        assertThat(text(receive(context.createConsumer(queue)))).isEqualTo("a");
        assertThat(completions.completed).isEmpty();
    }

    @Test
    void theInterfacesOfQueuesAndTopics() throws Exception {
        Completions completions = new Completions();
        QueueConnection ofQueues = closing(provider.queueConnectionFactory().createQueueConnection());
        QueueSession queueSession = ofQueues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        queueSession.createSender(queue()).send(queueSession.createTextMessage("queued"), completions);
        assertThat(text(told(completions.completed))).isEqualTo("queued");
        TopicConnection ofTopics = closing(provider.topicConnectionFactory().createTopicConnection());
        TopicSession topicSession = ofTopics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);
        topicSession.createPublisher(topic()).send(topicSession.createTextMessage("published"), completions);
        assertThat(text(told(completions.completed))).isEqualTo("published");
    }

    @Test
    void aListenerThatIsNoneIsAnIllegalArgument() throws Exception {
        Session session = session();
        Queue queue = queue();
        MessageProducer own = session.createProducer(queue);
        MessageProducer none = session.createProducer(null);
        Message message = session.createMessage();

        assertThatThrownBy(() -> own.send(message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> own.send(message, DeliveryMode.PERSISTENT, 4, 0, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> none.send(queue, message, null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> none.send(queue, message, DeliveryMode.PERSISTENT, 4, 0, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatSendThrowsIsNotToldToTheListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);

        assertThatThrownBy(() -> producer.send(null, completions)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> producer.send(session.createMessage(), DeliveryMode.PERSISTENT, 17, 0, completions))
                .isInstanceOf(JMSException.class);
        producer.send(session.createTextMessage("after"), completions);

        assertThat(text(told(completions.completed))).isEqualTo("after");
        assertThat(completions.completed).isEmpty();
        assertThat(completions.failed).isEmpty();
    }

    @Test
    void callsComeInTheOrderOfTheSends() throws Exception {
        Session session = session();
        Queue first = queue();
        Queue second = queue();
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(null);
        for (int i = 0; i < 200; i++) {
            producer.send(
                    i % 2 == 0 ? first : second,
                    session.createTextMessage("m" + i),
                    i % 3 == 0 ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT,
                    4,
                    0,
                    completions);
        }

        for (int i = 0; i < 200; i++) {
            assertThat(text(told(completions.completed))).isEqualTo("m" + i);
        }
    }

    @Test
    void messagesKeepTheirOrderThoughSomeAreSentWithoutAListener() throws Exception {
        Session session = session();
        Queue queue = queue();
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add("m" + i);
            if (i % 3 == 0) {
                producer.send(session.createTextMessage("m" + i));
            } else {
                producer.send(session.createTextMessage("m" + i), completions);
            }
        }

        assertThat(receiveTexts(session.createConsumer(queue), 60)).isEqualTo(sent);
    }

    @Test
    void oneCallAtATimeAndNeverOnTheThreadThatSends() throws Exception {
        Session session = session();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Completions completions = new Completions();
        CompletionListener counting = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                completions.onCompletion(message);
                inside.decrementAndGet();
            }

            @Override
            public void onException(Message message, Exception exception) {
                completions.onException(message, exception);
            }
        };
        MessageProducer one = session.createProducer(queue());
        MessageProducer other = session.createProducer(topic());
        for (int i = 0; i < 50; i++) {
            one.send(session.createMessage(), counting);
            other.send(session.createMessage(), counting);
        }
        for (int i = 0; i < 100; i++) {
            told(completions.completed);
        }

        assertThat(most).hasValue(1);
        assertThat(completions.threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void aMessageCanBeChangedAndSentAgainAfterItsCall() throws Exception {
        Session session = session();
        Queue queue = queue();
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue);
        TextMessage message = session.createTextMessage("a");
        producer.send(message, completions);
        told(completions.completed);

        message.setText("b");
        producer.send(message, completions);
        told(completions.completed);

        assertThat(receiveTexts(session.createConsumer(queue), 2)).containsExactly("a", "b");
    }

    @Test
    void aListenerThatThrowsDoesNotDisturbTheOthers() throws Exception {
        Session session = session();
        Completions completions = new Completions();
        MessageProducer producer = session.createProducer(queue());
        producer.send(session.createMessage(), new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                throw new java.lang.IllegalStateException("on purpose");
            }

            @Override
            public void onException(Message message, Exception exception) {}
        });
        producer.send(session.createTextMessage("next"), completions);

        assertThat(text(told(completions.completed))).isEqualTo("next");
    }
}
