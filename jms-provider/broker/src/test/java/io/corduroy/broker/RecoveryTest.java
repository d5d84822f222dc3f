package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Crashes between deciding, flushing and applying. */
class RecoveryTest {
    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private TestClient stranger() {
        TestClient other = TestClient.attached(partition);
        other.open(TestClient.ORDERS);
        return other;
    }

    @Test
    void aClientThatMissedBeingForgottenHearsItWithItsNextAttachment() {
        TestPartition partition = new TestPartition();
        TestClient client = TestClient.attached(partition);
        partition.disconnect(client, true); // forgotten
        partition.connect(client);
        long before = client.attachedAs();
        client.attach();
        client.attachedAs(before); // that answer got lost

        assertThat(client.attach().known()).isFalse();
        assertThat(client.attach().known()).isTrue();
    }

    @Test
    void nothingIsVisibleOrConfirmedBeforeItIsForced() {
        client.consume(1, queue, 10);

        client.tell(client.message(producer, queue, "a"));
        partition.turn();
        assertThat(client.received).isEmpty();
        assertThat(partition.waitingTasks()).isEqualTo(1);
        partition.settle();

        assertThat(client.all(ServerFrame.SendConfirmed.class)).hasSize(1);
        assertThat(client.takeTexts()).containsExactly("a");
    }

    @Test
    void whatWasConfirmedSurvivesACrash() {
        client.send(producer, queue, "a", "b");

        partition.crash();
        TestClient other = stranger();
        other.consume(1, queue, 10);

        assertThat(other.takeTexts()).containsExactly("a", "b");
    }

    @Test
    void whoComesWhileAnEpochBeginsIsNotWaitedFor() {
        client.send(producer, queue, "seen");
        client.consume(1, queue, 1);
        TestClient newcomer = new TestClient(partition);

        partition.crash(() -> {
            partition.connect(newcomer);
            newcomer.tell(new ClientFrame.Attach(1, newcomer.nextRequest()));
        });
        newcomer.consume(1, newcomer.open(TestClient.ORDERS), 10);
        assertThat(newcomer.takeTexts()).isEmpty();
        client.attach();
        client.resumed(); // holds nothing any more

        assertThat(newcomer.takeTexts()).containsExactly("seen");
    }

    @Test
    void whatWasNeverFlushedIsGone() {
        client.tell(client.message(producer, queue, "a"));
        partition.turn();

        partition.crash();
        TestClient other = stranger();
        other.consume(1, queue, 10);

        assertThat(other.takeTexts()).isEmpty();
    }

    @Test
    void whatMayHaveBeenDeliveredComesBackMarkedAndTheRestUnmarked() {
        client.send(producer, queue, "seen", "unseen");
        client.consume(1, queue, 1);
        assertThat(client.takeTexts()).containsExactly("seen");
        for (int i = 0; i < 400; i++) { // beyond the mark's window
            client.tell(client.message(producer, queue, "later " + i));
        }
        partition.settle();

        partition.crash();
        TestClient other = stranger();
        other.consume(1, queue, 1_000);
        assertThat(other.deliveries()).noneMatch(each -> each.deliveryCount() > 1);
        partition.advance(config().graceMs());

        List<ServerFrame.Deliver> all = other.takeDeliveries();
        assertThat(all).hasSize(402);
        ServerFrame.Deliver seen = all.stream()
                .filter(each -> TestClient.textOf(each).equals("seen"))
                .findAny()
                .orElseThrow();
        assertThat(seen.deliveryCount()).isGreaterThan(1);
        assertThat(all.get(0).deliveryCount()).isEqualTo(1);
    }

    private BrokerConfig config() {
        return partition.config;
    }

    @Test
    void doesNotMarkWhatIsSentAfterTheCrash() {
        client.send(producer, queue, "a");
        client.consume(1, queue, 1);
        client.acknowledge(1, client.takeDeliveries());

        partition.crash();
        TestClient other = stranger();
        other.send(other.producer(1), queue, "new");
        other.consume(1, queue, 1);

        assertThat(other.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(1);
    }

    @Test
    void aResumedClientKeepsWhatItClaimsAndOthersGetTheRestMarked() {
        client.send(producer, queue, "a", "b", "c");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> before = client.takeDeliveries();

        partition.crash();
        TestClient other = stranger();
        other.consume(1, queue, 10);
        assertThat(other.takeTexts()).isEmpty();
        assertThat(client.attach().known()).isTrue();
        client.done(client.consumer(
                1, 1, queue, SubscriptionSpec.OF_QUEUE, "", 0, TestClient.rangesOf(before.subList(0, 1))));
        client.resumed();

        List<ServerFrame.Deliver> rest = other.takeDeliveries();
        assertThat(rest).extracting(TestClient::textOf).containsExactly("b", "c");
        assertThat(rest).allMatch(each -> each.deliveryCount() > 1);
        client.acknowledge(1, before.subList(0, 1));
        assertThat(partition.depth(queue)).isEqualTo(2);
    }

    @Test
    void aLostLinkKeepsItsDeliveriesForTheGracePeriodAndReturnsThemMarked() {
        client.send(producer, queue, "a");
        client.consume(1, queue, 10);
        client.takeDeliveries();
        TestClient other = stranger();
        other.consume(1, queue, 10);

        partition.disconnect(client, false);
        assertThat(other.takeTexts()).isEmpty();
        partition.advance(config().graceMs());

        assertThat(other.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(2);
    }

    @Test
    void aReconnectedClientClaimsAndWhatItDidNotGetComesAgainUnmarked() {
        client.send(producer, queue, "a", "b");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> before = client.takeDeliveries();

        partition.disconnect(client, false);
        client.attach();
        client.done(client.consumer(
                1, 1, queue, SubscriptionSpec.OF_QUEUE, "", 10, TestClient.rangesOf(before.subList(0, 1))));
        assertThat(client.takeTexts()).isEmpty();
        client.resumed();

        List<ServerFrame.Deliver> again = client.takeDeliveries();
        assertThat(again).extracting(TestClient::textOf).containsExactly("b");
        assertThat(again).extracting(ServerFrame.Deliver::deliveryCount).containsExactly(1);
    }

    @Test
    void whatWasNotClaimedComesAgainAlsoIfTheLinkIsLostBeforeResumed() {
        client.send(producer, queue, "a", "b");
        client.consume(1, queue, 10);
        List<LaneRange> held = TestClient.rangesOf(client.takeDeliveries().subList(0, 1));
        partition.disconnect(client, false);
        client.attach();
        client.done(client.consumer(1, 1, queue, SubscriptionSpec.OF_QUEUE, "", 10, held));

        partition.disconnect(client, false);
        client.attach();
        client.done(client.consumer(1, 1, queue, SubscriptionSpec.OF_QUEUE, "", 10, held));
        client.resumed();

        assertThat(client.takeTexts()).containsExactly("b");
    }

    @Test
    void anAcknowledgmentDoesNotTakeFromOthersWhatTheyWereGivenMeanwhile() {
        client.send(producer, queue, "a", "b");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> before = client.takeDeliveries();
        partition.disconnect(client, false);
        partition.advance(partition.config.graceMs());
        TestClient other = TestClient.attached(partition);
        other.consume(1, queue, 1);
        List<ServerFrame.Deliver> given = other.takeDeliveries();

        client.attach();
        client.done(client.consumer(1, 1, queue, SubscriptionSpec.OF_QUEUE, "", 0, TestClient.rangesOf(before)));
        ServerFrame.Failed refused = client.failed(client.acknowledgment(1, 0, before));

        assertThat(refused.code()).isEqualTo(ErrorCode.DELIVERY_UNKNOWN);
        assertThat(given).extracting(TestClient::textOf).containsExactly("a");
        assertThat(partition.depth(queue)).isEqualTo(1);
        other.acknowledge(1, given);
        assertThat(partition.depth(queue)).isZero();
    }

    @Test
    void aSendThatIsRepeatedAfterTheCrashIsKeptOnce() {
        ClientFrame.Send send = client.message(producer, queue, "once");
        client.tell(send);
        partition.settle();

        partition.crash();
        client.attach();
        assertThat(client.producer(1)).isEqualTo(producer);
        client.tell(send);
        partition.settle();
        client.resumed();

        assertThat(client.all(ServerFrame.SendConfirmed.class)).hasSize(1);
        client.consume(1, queue, 10);
        assertThat(client.takeTexts()).containsExactly("once");
    }

    @Test
    void nonPersistentMessagesAreGoneAfterARestart() {
        client.sendAt(4, false, producer, queue, "fleeting");
        assertThat(client.all(ServerFrame.SendConfirmed.class)).hasSize(1);

        partition.crash();
        TestClient other = stranger();
        other.consume(1, queue, 10);

        assertThat(other.takeTexts()).isEmpty();
    }

    @Test
    void anOldDeliveryOfANonPersistentMessageIsNotTakenForANewOneAfterARestart() {
        client.sendAt(4, false, producer, queue, "old");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> old = client.takeDeliveries();

        partition.crash();
        TestClient other = stranger();
        other.sendAt(4, false, other.producer(1), queue, "new");
        client.attach();
        client.done(client.consumer(
                1, 1, queue, io.corduroy.protocol.SubscriptionSpec.OF_QUEUE, "", 0, TestClient.rangesOf(old)));
        client.done(client.acknowledgment(1, 0, old));
        client.resumed();
        other.consume(1, queue, 10);

        assertThat(other.takeTexts()).containsExactly("new");
    }

    @Test
    void acknowledgmentsOfBothLogsAreIdempotent() {
        client.send(producer, queue, "a");
        client.sendAt(4, false, producer, queue, "b");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();

        client.acknowledge(1, deliveries);
        client.acknowledge(1, deliveries);

        assertThat(deliveries).extracting(ServerFrame.Deliver::lane).containsExactlyInAnyOrder(4, 14);
        assertThat(deliveries)
                .extracting(each -> new LaneRange(each.lane(), 0, 0).lane())
                .hasSize(2);
        assertThat(partition.depth(queue)).isZero();
    }
}
