package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A group, or a queue with an exclusive consumer, goes to the next consumer when nothing of it can come back any more. */
class GroupHandOverTest {
    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final TestClient other = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private long producer = client.producer(1);

    private void sendTo(String group, String... texts) {
        for (String text : texts) {
            client.tell(client.draft(producer, queue, text).groupId(group).frame());
        }
        partition.settle();
    }

    private static void close(TestClient of, int consumer) {
        of.closeConsumer(consumer, TestClient.EVERYTHING);
    }

    private void open(TestClient by, int consumer, Mode mode, int credit, List<ServerFrame.Deliver> held) {
        by.done(new ClientFrame.OpenConsumer(
                1,
                by.nextRequest(),
                consumer,
                1,
                queue,
                SubscriptionSpec.OF_QUEUE,
                "",
                credit,
                mode,
                TestClient.rangesOf(held)));
    }

    /** One message of the group is seen by a consumer that is closed then, and acknowledged in transaction 1. */
    private List<ServerFrame.Deliver> acknowledgeInTransactionAndClose(Mode mode) {
        open(client, 1, mode, 1, List.of());
        sendTo("a", "a1", "a2");
        open(other, 1, mode, 10, List.of());
        List<ServerFrame.Deliver> seen = client.takeDeliveries();
        assertThat(seen).extracting(TestClient::textOf).containsExactly("a1");
        client.done(client.acknowledgment(1, 1, seen));
        close(client, 1);
        return seen;
    }

    @Test
    void aGroupWaitsForTheTransactionThatItsLastMessageWasAcknowledgedIn() {
        acknowledgeInTransactionAndClose(Mode.SHARED);
        sendTo("", "free");
        assertThat(other.takeTexts()).containsExactly("free");

        client.done(client.commit(1, 0, 1));
        partition.settle();

        assertThat(other.takeTexts()).containsExactly("a2");
    }

    @Test
    void whatARollbackBringsBackComesBeforeTheRestOfItsGroup() {
        List<ServerFrame.Deliver> seen = acknowledgeInTransactionAndClose(Mode.SHARED);

        client.done(client.rollback(1));
        assertThat(other.takeTexts()).isEmpty();
        client.release(1, true, seen);

        assertThat(other.takeTexts()).containsExactly("a1", "a2");
    }

    @Test
    void theNextConsumerOfTheSameSessionNeedNotWait() {
        acknowledgeInTransactionAndClose(Mode.SHARED);

        open(client, 2, Mode.SHARED, 10, List.of());

        assertThat(client.takeTexts()).containsExactly("a2");
        assertThat(other.takeTexts()).isEmpty();
    }

    @Test
    void theNextExclusiveConsumerWaitsForTheTransactionOfTheOneBefore() {
        acknowledgeInTransactionAndClose(Mode.EXCLUSIVE);
        assertThat(other.takeTexts()).isEmpty();

        client.done(client.commit(1, 0, 1));
        partition.settle();

        assertThat(other.takeTexts()).containsExactly("a2");
    }

    @Test
    void anExclusiveConsumerWaitsForTransactionsOfConsumersThatShared() {
        open(client, 1, Mode.SHARED, 1, List.of());
        client.send(producer, queue, "1", "2");
        client.done(client.acknowledgment(1, 1, client.takeDeliveries()));

        open(other, 1, Mode.EXCLUSIVE, 10, List.of());
        assertThat(other.takeTexts()).isEmpty();
        client.done(client.rollback(1));
        assertThat(other.takeTexts()).isEmpty();
        client.closeSession(1);

        assertThat(other.takeTexts()).containsExactly("1", "2");
    }

    @Test
    void aGroupRestsWithAMessageThatIsRedeliveredLater() {
        client.done(client.admin("queue.alter", Map.of("name", "orders", "redelivery-delay", "1s")));
        open(client, 1, Mode.SHARED, 10, List.of());
        sendTo("a", "a1", "a2");
        List<ServerFrame.Deliver> given = client.takeDeliveries();

        client.release(1, true, given.subList(0, 1));
        client.take(ServerFrame.Recall.class);
        client.release(1, false, given.subList(1, 2));
        client.credit(1, 10);
        sendTo("a", "a3");
        sendTo("b", "b1");

        assertThat(client.takeTexts()).containsExactly("b1");
        partition.advance(1_000);
        assertThat(client.takeTexts()).containsExactly("a1", "a2", "a3");
    }

    @Test
    void afterARestartAGroupStaysWithTheConsumerThatClaimsAMessageOfIt() {
        open(client, 1, Mode.SHARED, 1, List.of());
        sendTo("a", "a1", "a2");
        List<ServerFrame.Deliver> held = client.takeDeliveries();
        partition.disconnect(other, true);

        partition.crash();
        TestClient late = TestClient.attached(partition);
        open(late, 1, Mode.SHARED, 10, List.of());
        assertThat(late.takeTexts()).isEmpty();
        client.attach();
        open(client, 1, Mode.SHARED, 0, held);
        client.resumed();
        assertThat(late.takeTexts()).isEmpty();
        client.acknowledge(1, held);
        close(client, 1);

        assertThat(late.takeTexts()).containsExactly("a2");
    }

    @Test
    void afterARestartAGroupWaitsForTheTransactionsThatAreOpen() {
        List<ServerFrame.Deliver> seen = acknowledgeInTransactionAndClose(Mode.SHARED);
        partition.disconnect(other, true);

        partition.crash();
        client.attach();
        open(client, 1, Mode.SHARED, 0, seen);
        close(client, 1);
        client.resumed();
        TestClient late = TestClient.attached(partition);
        open(late, 1, Mode.SHARED, 10, List.of());
        assertThat(late.takeTexts()).isEmpty();
        client.done(client.commit(1, 0, 1));
        partition.settle();

        assertThat(late.takeTexts()).containsExactly("a2");
    }

    @Test
    void whoComesBackTooLateAcknowledgesWhatRestsMeanwhile() {
        client.done(client.admin("queue.alter", Map.of("name", "orders", "redelivery-delay", "1h")));
        open(client, 1, Mode.SHARED, 1, List.of());
        client.send(producer, queue, "1");
        List<ServerFrame.Deliver> held = client.takeDeliveries();
        partition.disconnect(client, false);
        partition.advance(BrokerConfig.defaults().graceMs());

        client.attach();
        open(client, 1, Mode.SHARED, 0, held);
        client.acknowledge(1, held);

        assertThat(partition.depth(queue)).isZero();
    }

    @Test
    void whoComesBackTooLateIsToldWhenWhatItHadMayGoToOthers() {
        open(client, 1, Mode.SHARED, 1, List.of());
        client.send(producer, queue, "1");
        List<LaneRange> held = TestClient.rangesOf(client.takeDeliveries());
        partition.disconnect(client, false);
        partition.advance(BrokerConfig.defaults().graceMs());
        open(other, 1, Mode.SHARED, 1, List.of());
        other.done(other.acknowledgment(1, 1, other.takeDeliveries()));

        client.attach();
        open(client, 1, Mode.SHARED, 0, List.of());
        ServerFrame.Failed failed = client.failed(new ClientFrame.Acknowledge(1, client.nextRequest(), 1, 1, 0, held));

        assertThat(failed.text()).contains("were given to others");
        assertThat(partition.depth(queue)).isEqualTo(1);
    }

    @Test
    void whoWasGivenUpBeforeARestartTakesNothingFromThoseThatAreAwaited() {
        open(client, 1, Mode.SHARED, 1, List.of());
        client.send(producer, queue, "1");
        List<ServerFrame.Deliver> had = client.takeDeliveries();
        partition.disconnect(client, false);
        partition.advance(BrokerConfig.defaults().graceMs());
        open(other, 1, Mode.SHARED, 1, List.of());
        List<ServerFrame.Deliver> has = other.takeDeliveries();
        assertThat(has).extracting(TestClient::textOf).containsExactly("1");

        partition.crash();
        client.attach();
        open(client, 1, Mode.SHARED, 0, had);
        client.failed(client.acknowledgment(1, 0, had));
        other.attach();
        open(other, 1, Mode.SHARED, 0, has);
        other.resumed();

        assertThat(partition.depth(queue)).isEqualTo(1);
        other.acknowledge(1, has);
        assertThat(partition.depth(queue)).isZero();
    }

    @Test
    void whatAConsumerGaveBackItClaimsInVainWhenAnotherOneOfItsClientHasIt() {
        open(client, 1, Mode.SHARED, 1, List.of());
        client.send(producer, queue, "1");
        List<ServerFrame.Deliver> unseen = client.takeDeliveries();
        open(client, 2, Mode.SHARED, 1, List.of());
        ClientFrame.CloseConsumer close = new ClientFrame.CloseConsumer(1, client.nextRequest(), 1, List.of());
        client.done(close);
        assertThat(client.takeTexts()).containsExactly("1");

        partition.disconnect(client, false); // before the answer came
        client.attach();
        open(client, 1, Mode.SHARED, 0, unseen);
        open(client, 2, Mode.SHARED, 0, unseen);
        client.tell(close);
        client.resumed();
        client.credit(2, 1);

        assertThat(client.takeTexts()).isEmpty();
        client.acknowledge(2, unseen);
        assertThat(partition.depth(queue)).isZero();
    }
}
