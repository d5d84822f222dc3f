package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 4.2.9: applications create and delete durable subscriptions as they like. */
class Section4_2_9AdministeringSubscriptionsTest extends SectionTest {

    @Test
    void aSubscriptionIsCreatedAndDeletedAgainAndAgain() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        for (int i = 0; i < 5; i++) {
            MessageConsumer consumer = session.createDurableConsumer(topic, "s");
            send(session, topic, "m" + i);
            assertThat(receiveText(consumer)).isEqualTo("m" + i);
            assertThat(consumer.receiveNoWait()).isNull();
            consumer.close();
            send(session, topic, "dies with its subscription");
            session.unsubscribe("s");
        }
    }

    @Test
    void whatIsNotThereCannotBeDeleted() throws Exception {
        Session session = connectAs(name("client")).createSession();
        JMSContext context = contextAs(name("client"));

        assertThatThrownBy(() -> session.unsubscribe(name("s"))).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> context.unsubscribe(name("s"))).isInstanceOf(InvalidDestinationRuntimeException.class);
    }
}
