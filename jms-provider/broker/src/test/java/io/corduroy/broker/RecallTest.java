package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits unseen at a slow consumer goes to an idle one. */
class RecallTest {
    private static final long PATIENCE_MS = 250;

    private final TestPartition partition = new TestPartition();
    private final TestClient slow = TestClient.attached(partition);
    private final TestClient idle = TestClient.attached(partition);
    private final int queue = slow.open(TestClient.ORDERS);
    private List<ServerFrame.Deliver> pushedAhead = List.of();

    @BeforeEach
    void aSlowConsumerHasEverything() {
        long producer = idle.producer(1);
        slow.consume(1, queue, 10);
        idle.send(producer, queue, "a", "b", "c", "d");
        pushedAhead = slow.takeDeliveries();
        idle.consume(1, queue, 10);
    }

    private void release(List<ServerFrame.Deliver> unseen) {
        List<LaneRange> ranges = TestClient.rangesOf(unseen);
        slow.done(new ClientFrame.Release(1, slow.nextRequest(), 1, 1, false, ranges));
        partition.settle();
    }

    private int recalls() {
        return slow.all(ServerFrame.Recall.class).size();
    }

    @Test
    void isRecalledForAnIdleConsumerInOrderAndUnmarked() {
        partition.advance(PATIENCE_MS);
        assertThat(recalls()).isEqualTo(1);

        release(pushedAhead.subList(1, 4));

        List<ServerFrame.Deliver> given = idle.takeDeliveries();
        assertThat(given).extracting(TestClient::textOf).containsExactly("b", "c", "d");
        assertThat(given).extracting(ServerFrame.Deliver::deliveryCount).containsOnly(1);
        assertThat(slow.takeDeliveries()).isEmpty();
    }

    /** Sends so many messages, and lets everybody but the slow one finish with what they get of them. */
    private void share(int count, TestClient... others) {
        long sender = idle.producer(2);
        for (int i = 0; i < count; i++) {
            idle.send(sender, queue, "later " + i);
        }
        partition.settle();
        for (TestClient each : others) {
            each.acknowledge(1, each.takeDeliveries());
        }
        slow.takeDeliveries();
    }

    @Test
    void whoHasHadLaterMessagesCannotHelpWithoutBreakingTheOrder() {
        share(2, idle);

        partition.advance(60_000);

        assertThat(recalls()).isZero();
    }

    @Test
    void whatIsGivenBackForOneGoesToNobodyWhoHasHadLaterMessages() {
        share(2, idle);
        TestClient fresh = TestClient.attached(partition);
        fresh.consume(1, queue, 1);
        partition.advance(60_000);
        assertThat(recalls()).isEqualTo(1);

        release(pushedAhead.subList(1, 4));

        assertThat(fresh.takeTexts()).containsExactly("b");
        assertThat(idle.takeTexts()).isEmpty();
        slow.credit(1, 1);
        assertThat(slow.takeTexts()).containsExactly("c");
        slow.closeConsumer(1, TestClient.EVERYTHING);
        assertThat(idle.takeTexts()).as("its former holder is gone").containsExactly("d");
    }

    @Test
    void staysWhileTheConsumerMakesProgress() {
        for (int i = 0; i < 3; i++) {
            partition.advance(PATIENCE_MS - 1);
            slow.acknowledge(1, pushedAhead.subList(i, i + 1));
        }
        partition.advance(10 * PATIENCE_MS);

        assertThat(recalls()).as("one message is nobody's hoard").isZero();
    }

    @Test
    void whoHasOnlySeenMessagesIsAskedLessAndLessOften() {
        partition.advance(PATIENCE_MS);
        release(List.of());
        partition.advance(PATIENCE_MS - 1);
        assertThat(recalls()).isEqualTo(1);

        partition.advance(60_000);
        assertThat(recalls()).isEqualTo(2);
        release(List.of());
        assertThat(recalls())
                .as("not at once, however long ago it made progress")
                .isEqualTo(2);
    }

    @Test
    void itsCreditIsUsedUpAndComesBackWithTheClientsWish() {
        partition.advance(PATIENCE_MS);
        slow.credit(1, 1); // granted before the recall had arrived
        idle.closeConsumer(1, List.of());
        partition.settle();
        assertThat(slow.takeDeliveries()).isEmpty();

        release(pushedAhead.subList(2, 4));

        assertThat(slow.takeTexts()).containsExactly("c");
    }
}
