package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PatienceTest {

    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private int queue;
    private long producer;
    private List<ServerFrame.Deliver> held = List.of();

    @BeforeEach
    void deliverOne() {
        queue = client.open(TestClient.ORDERS);
        producer = client.producer(1);
        client.send(producer, queue, "first");
        client.consume(1, queue, 10);
        partition.advance(Patience.MAX_MS);
        held = client.takeDeliveries();
        client.received.clear();
    }

    @Test
    void anAcknowledgmentThatNobodyWaitsForGoesToTheDiskAMomentLater() {
        long before = partition.log.writtenPosition();

        client.tell(patient(held));
        partition.settleAtOnce();
        assertThat(partition.log.writtenPosition()).isEqualTo(before);
        assertThat(client.all(ServerFrame.Done.class)).isEmpty();

        partition.advance(Patience.MAX_MS);
        assertThat(partition.log.writtenPosition()).isGreaterThan(before);
        assertThat(client.all(ServerFrame.Done.class)).hasSize(1);
    }

    @Test
    void asksToBeWokenForWhatWaits() {
        client.tell(patient(held));
        partition.settleAtOnce();

        assertThat(partition.wakeAtMs).isLessThanOrEqualTo(partition.nowMs + Patience.MAX_MS);
    }

    @Test
    void goesWithTheNextMessageThatSomebodyWaitsFor() {
        client.tell(patient(held));
        client.send(producer, queue, "second");

        assertThat(client.all(ServerFrame.Done.class)).hasSize(1);
        assertThat(client.all(ServerFrame.SendConfirmed.class)).isNotEmpty();
        assertThat(partition.engine.isSettled()).isTrue();
    }

    @Test
    void anAcknowledgmentThatSomebodyWaitsForGoesAtOnce() {
        client.acknowledge(1, held);

        assertThat(partition.engine.isSettled()).isTrue();
    }

    @Test
    void whatIsPartOfATransactionWaitsForItsCommit() {
        client.tell(client.message(producer, 2, queue, 1, true, 4, TestClient.text("in it")));
        partition.settleAtOnce();
        assertThat(partition.engine.isSettled()).isFalse();

        client.done(client.commit(1, 1, 0));
        assertThat(partition.engine.isSettled()).isTrue();
    }

    @Test
    void whoeverAsksLaterWaitsForAllThatCameBefore() {
        client.tell(patient(held));
        client.done(new ClientFrame.CloseSession(partition.number, client.nextRequest(), 1));

        assertThat(partition.engine.isSettled()).isTrue();
    }

    private ClientFrame.Acknowledge patient(List<ServerFrame.Deliver> deliveries) {
        ClientFrame.Acknowledge awaited = client.acknowledgment(1, 0, deliveries);
        return new ClientFrame.Acknowledge(
                awaited.partition(),
                awaited.requestId(),
                awaited.sessionId(),
                awaited.consumerId(),
                awaited.transaction(),
                awaited.ranges(),
                true);
    }
}
