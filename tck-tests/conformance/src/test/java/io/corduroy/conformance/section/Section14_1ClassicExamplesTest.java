package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 14.1 to 14.4: the steps of the classic interface, one after the other. */
class Section14_1ClassicExamplesTest extends SectionTest {

    @Test
    void aQuoteIsSentAndReceived() throws Exception {
        Queue stockQueue = queue();
        try (Connection connection = provider.connectionFactory().createConnection();
                Session session = connection.createSession()) {
            MessageProducer sender = session.createProducer(stockQueue);
            MessageConsumer receiver = session.createConsumer(stockQueue);
            connection.start();
            TextMessage message = session.createTextMessage();
            message.setText("XYZ 31.5");

            sender.send(message);

            assertThat(receiver.receive(WAIT_MS)).isInstanceOf(TextMessage.class);
        }
    }

    @Test
    void quotesAreHeardBySelectingListenersAndDurableSubscribers() throws Exception {
        Topic quotes = topic();
        Connection connection = connectAs(name("client"));
        Session session = connection.createSession();
        MessageConsumer news = session.createDurableConsumer(quotes, "news", "symbol = 'XYZ'", false);
        news.close();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        connection
                .createSession()
                .createConsumer(quotes, "price > 100.0")
                .setMessageListener(message -> heard.add(text(message)));
        MessageProducer producer = session.createProducer(quotes);
        for (int i = 0; i < 4; i++) {
            TextMessage quote = session.createTextMessage("quote " + i);
            quote.setStringProperty("symbol", i % 2 == 0 ? "XYZ" : "ABC");
            quote.setDoubleProperty("price", 99.5 + i);
            producer.send(quote);
        }

        assertThat(told(heard)).isEqualTo("quote 1");
        assertThat(told(heard)).isEqualTo("quote 2");
        assertThat(told(heard)).isEqualTo("quote 3");
        MessageConsumer back = session.createDurableConsumer(quotes, "news", "symbol = 'XYZ'", false);
        assertThat(receiveTexts(back, 2)).containsExactly("quote 0", "quote 2");
        back.close();
        session.unsubscribe("news");
    }
}
