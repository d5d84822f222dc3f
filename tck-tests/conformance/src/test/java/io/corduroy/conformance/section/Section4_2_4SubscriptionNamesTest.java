package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 4.2.4: what the name of a subscription may be. */
class Section4_2_4SubscriptionNamesTest extends SectionTest {

    @ParameterizedTest
    @ValueSource(strings = {"letters", "größe", "d1g1t5", "under_score", "dot.dot", "mi-nus", "7", "-", ".", "_", "名前"})
    void letterDigitUnderscoreDotAndMinusAreAllowed(String subscription) throws Exception {
        assertWorks(subscription);
    }

    @Test
    void aHundredAndTwentyEightCharactersAreAllowed() throws Exception {
        assertWorks("n".repeat(128));
    }

    private void assertWorks(String subscription) throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        MessageConsumer shared = session.createSharedConsumer(topic, subscription);
        MessageConsumer durable = session.createDurableConsumer(topic, subscription);
        send(session, topic, "m");

        assertThat(receiveText(shared)).isEqualTo("m");
        assertThat(receiveText(durable)).isEqualTo("m");
        durable.close();
        session.unsubscribe(subscription);
        MessageConsumer sharedDurable = session.createSharedDurableConsumer(topic, subscription);
        send(session, topic, "n");
        assertThat(receiveText(sharedDurable)).isEqualTo("n");
        sharedDurable.close();
        session.unsubscribe(subscription);
    }

    @Test
    void nullAndTheEmptyStringAreNoNames() throws Exception {
        Session session = connectAs(name("client")).createSession();
        JMSContext context = contextAs(name("client"));
        Topic topic = topic();
        for (String subscription : new String[] {null, ""}) {
            assertThatThrownBy(() -> session.createDurableConsumer(topic, subscription))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createSharedConsumer(topic, subscription))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, subscription))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> context.createDurableConsumer(topic, subscription))
                    .isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> context.createSharedConsumer(topic, subscription))
                    .isInstanceOf(JMSRuntimeException.class);
            assertThatThrownBy(() -> context.createSharedDurableConsumer(topic, subscription))
                    .isInstanceOf(JMSRuntimeException.class);
        }
    }
}
