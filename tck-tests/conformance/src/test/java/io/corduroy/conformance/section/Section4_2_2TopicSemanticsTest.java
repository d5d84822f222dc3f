package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.2.2: each subscription has a copy of what is sent after it was created. */
class Section4_2_2TopicSemanticsTest extends SectionTest {

    @Test
    void eachSubscriptionGetsWhatIsSentAfterItCame() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer first = session.createConsumer(topic);
        send(session, topic, "a");
        MessageConsumer second = session.createConsumer(topic);
        send(session, topic, "b");

        assertThat(receiveTexts(first, 2)).containsExactly("a", "b");
        assertThat(receiveText(second)).isEqualTo("b");
        assertThat(second.receiveNoWait()).isNull();
    }

    @Test
    void acknowledgingOneCopyDoesNotAcknowledgeAnother() throws Exception {
        Topic topic = topic();
        Session acknowledging = session(Session.CLIENT_ACKNOWLEDGE);
        Session recovering = session(Session.CLIENT_ACKNOWLEDGE);
        MessageConsumer first = acknowledging.createConsumer(topic);
        MessageConsumer second = recovering.createConsumer(topic);
        send(acknowledging, topic, "m");
        receive(second);
        receive(first).acknowledge();

        recovering.recover();

        assertThat(receiveText(second)).isEqualTo("m");
        assertThat(first.receiveNoWait()).isNull();
    }

    @Test
    void aSlowSubscriptionDoesNotHoldUpAnotherOne() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer slow = session.createConsumer(topic);
        MessageConsumer fast = session.createConsumer(topic);
        String[] texts = IntStream.range(0, 1_000).mapToObj(i -> "m" + i).toArray(String[]::new);
        MessageProducer producer = session.createProducer(topic);
        producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
        for (String text : texts) {
            producer.send(session.createTextMessage(text));
        }

        assertThat(receiveTexts(fast, 1_000)).containsExactly(texts);
        assertThat(receiveTexts(slow, 1_000)).containsExactly(texts);
    }

    @Test
    void nobodyIsOwedWhatIsSentWithoutASubscription() throws Exception {
        Session session = session();
        Topic topic = topic();
        send(session, topic, "lost");

        MessageConsumer consumer = session.createConsumer(topic);
        send(session, topic, "kept");

        assertThat(receiveText(consumer)).isEqualTo("kept");
        assertThat(consumer.receiveNoWait()).isNull();
    }

    @Test
    void aSubscriptionWithASelectorIsOrderedAsWell() throws Exception {
        Session session = session();
        Topic topic = topic();
        MessageConsumer consumer = session.createConsumer(topic, "n > 4");
        MessageProducer producer = session.createProducer(topic);
        for (int i = 0; i < 10; i++) {
            TextMessage message = session.createTextMessage("m" + i);
            message.setIntProperty("n", i);
            producer.send(message);
        }

        assertThat(receiveTexts(consumer, 5)).containsExactly("m5", "m6", "m7", "m8", "m9");
    }
}
