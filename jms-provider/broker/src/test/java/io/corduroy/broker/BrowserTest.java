package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Browsers look and take nothing. */
class BrowserTest {
    private static final int BROWSER = 7;

    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private void browse(String selector, int credit) {
        client.done(new ClientFrame.OpenConsumer(
                1,
                client.nextRequest(),
                BROWSER,
                1,
                queue,
                SubscriptionSpec.OF_QUEUE,
                selector,
                credit,
                Mode.BROWSE,
                List.of()));
    }

    private void assertAtEnd(boolean expected) {
        ServerFrame.Drained end = new ServerFrame.Drained(1, 0, BROWSER);
        assertThat(client.received.remove(end)).isEqualTo(expected);
    }

    @Test
    void showsWhatIsThereByPriorityAndInOrderThenTheEnd() {
        client.send(producer, queue, "a", "b");
        client.sendAt(8, true, producer, queue, "urgent");
        client.sendAt(4, false, producer, queue, "not persistent");

        browse("", 100);

        assertAtEnd(true);
        assertThat(client.takeTexts()).containsExactly("urgent", "a", "b", "not persistent");
    }

    @Test
    void takesNothingAndChangesNothing() {
        client.send(producer, queue, "a", "b");
        long before = partition.engine.state().stateHash();

        browse("", 100);
        client.takeDeliveries();

        assertThat(partition.engine.state().stateHash()).isEqualTo(before);
        client.consume(1, queue, 10);
        assertThat(client.deliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsOnly(1);
        assertThat(client.takeTexts()).containsExactly("a", "b");
    }

    @Test
    void leavesOutWhatIsInFlightAndWhatComesLater() {
        client.send(producer, queue, "in flight", "a", "b");
        client.consume(1, queue, 1);
        client.takeDeliveries();

        browse("", 1);
        assertThat(client.takeTexts()).containsExactly("a");
        client.send(producer, queue, "later");
        assertAtEnd(false);
        client.credit(BROWSER, 10);

        assertThat(client.takeTexts()).containsExactly("b");
        assertAtEnd(true);
    }

    @Test
    void showsOnlyWhatItsSelectorMatches() {
        client.send(producer, queue, "a");
        client.sendAt(8, true, producer, queue, "urgent");

        browse("JMSPriority > 5", 100);

        assertThat(client.takeTexts()).containsExactly("urgent");
        assertAtEnd(true);
    }

    @Test
    void tellsTheEndOfAnEmptyQueueWithoutCredit() {
        browse("", 0);

        assertAtEnd(true);
    }

    @Test
    void readsABacklogFromTheDisk() {
        for (int i = 0; i < 500; i++) {
            client.tell(client.message(producer, queue, "m" + i));
        }
        partition.settle();
        partition.crash();
        client.attach();

        browse("", 1_000);

        assertThat(client.takeTexts()).hasSize(500).startsWith("m0", "m1").endsWith("m499");
        assertAtEnd(true);
    }

    @Test
    void showsNothingMoreWhenItIsClosedOrItsQueueIsDeleted() {
        client.send(producer, queue, "a", "b", "c");
        browse("", 1);
        client.closeConsumer(BROWSER, List.of());
        client.takeDeliveries();
        client.credit(BROWSER, 10);
        assertThat(client.takeTexts()).isEmpty();

        browse("", 1);
        client.done(client.admin("queue.delete", Map.of("name", "orders", "force", "true")));
        client.credit(BROWSER, 10);

        assertThat(client.all(ServerFrame.ConsumerClosed.class))
                .extracting(ServerFrame.ConsumerClosed::consumerId)
                .containsExactly(BROWSER);
    }
}
