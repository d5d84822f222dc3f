package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 5.2: destinations support concurrent use. */
class Section5_2DestinationTest extends SectionTest {

    @Test
    void severalConnectionsUseOneAtTheSameTime() throws Exception {
        Queue queue = queue();
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Session session = session();
            senders.add(CompletableFuture.runAsync(() -> {
                try {
                    send(session, queue, "a", "b", "c", "d", "e");
                } catch (JMSException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (CompletableFuture<Void> sender : senders) {
            sender.get(WAIT_MS, TimeUnit.MILLISECONDS);
        }

        assertThat(receiveTexts(session().createConsumer(queue), 20)).hasSize(20);
    }
}
