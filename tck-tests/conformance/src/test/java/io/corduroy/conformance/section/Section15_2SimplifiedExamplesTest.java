package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 15.2 to 15.10: what the simplified interface does in few lines. */
class Section15_2SimplifiedExamplesTest extends SectionTest {

    @Test
    void sendingAndReceivingABody() throws Exception {
        Queue dataQueue = queue();
        try (JMSContext context = provider.connectionFactory().createContext()) {
            context.createProducer().setProperty("foo", "bar").send(dataQueue, "payload");
        }
        try (JMSContext context = provider.connectionFactory().createContext()) {
            assertThat(context.createConsumer(dataQueue, "foo = 'bar'").receiveBody(String.class, WAIT_MS))
                    .isEqualTo("payload");
        }
    }

    @Test
    void aDurableSubscription() throws Exception {
        String client = name("client");
        Topic inbound = topic();
        try (JMSContext context = provider.connectionFactoryWithClientId(client).createContext()) {
            context.createDurableConsumer(inbound, "s").close();
            context.createProducer().send(inbound, "while away");
        }
        try (JMSContext context = provider.connectionFactoryWithClientId(client).createContext()) {
            JMSConsumer consumer = context.createDurableConsumer(inbound, "s");
            assertThat(consumer.receiveBody(String.class, WAIT_MS)).isEqualTo("while away");
            consumer.close();
            context.unsubscribe("s");
        }
    }

    @Test
    void severalThreadsOverOneConnection() throws Exception {
        Queue queue = queue();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        JMSContext first = context();
        JMSContext second = first.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        first.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        second.createConsumer(queue).setMessageListener(message -> heard.add(text(message)));
        context().createProducer().send(queue, "a").send(queue, "b");

        assertThat(List.of(told(heard), told(heard))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void receivingAndSendingInOneTransaction() throws Exception {
        Queue inbound = queue();
        Queue outbound = queue();
        context().createProducer().send(inbound, "a").send(inbound, "b");
        try (JMSContext context = provider.connectionFactory().createContext(JMSContext.SESSION_TRANSACTED)) {
            JMSConsumer consumer = context.createConsumer(inbound);
            for (int i = 0; i < 2; i++) {
                context.createProducer().send(outbound, receive(consumer));
                context.commit();
            }
        }

        assertThat(receiveTexts(session().createConsumer(outbound), 2)).containsExactly("a", "b");
        assertThat(browse(session(), inbound)).isEmpty();
    }
}
