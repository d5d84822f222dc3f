package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One queue, its producers and consumers, without crashes. */
class QueueTest {
    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    @Test
    void deliversInSendOrderAndForgetsWhatIsAcknowledged() {
        client.send(producer, queue, "a", "b", "c");

        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        client.acknowledge(1, deliveries);
        partition.crash();

        assertThat(deliveries).extracting(TestClient::textOf).containsExactly("a", "b", "c");
        assertThat(deliveries).extracting(ServerFrame.Deliver::deliveryCount).containsOnly(1);
        TestClient other = TestClient.attached(partition);
        other.consume(1, other.open(TestClient.ORDERS), 10);
        partition.advance(20_000);
        assertThat(other.takeDeliveries()).isEmpty();
    }

    @Test
    void confirmsNeighbouringSendsWithOneFrame() {
        client.send(producer, queue, "a", "b", "c");

        assertThat(client.all(ServerFrame.SendConfirmed.class))
                .containsExactly(new ServerFrame.SendConfirmed(1, producer, 1, 3));
    }

    @Test
    void deliversNoMoreThanTheCredit() {
        client.send(producer, queue, "a", "b", "c");

        client.consume(1, queue, 2);
        assertThat(client.takeTexts()).containsExactly("a", "b");
        client.credit(1, 1);

        assertThat(client.takeTexts()).containsExactly("c");
    }

    @Test
    void servesHigherPrioritiesFirstAndKeepsOrderWithin() {
        client.sendAt(4, true, producer, queue, "low 1", "low 2");
        client.sendAt(9, true, producer, queue, "high 1");
        client.sendAt(9, false, producer, queue, "high, not persistent");
        client.sendAt(4, true, producer, queue, "low 3");

        client.consume(1, queue, 10);

        List<String> texts = client.takeTexts();
        assertThat(texts.subList(0, 2)).containsExactlyInAnyOrder("high 1", "high, not persistent");
        assertThat(texts.subList(2, 5)).containsExactly("low 1", "low 2", "low 3");
    }

    @Test
    void theFirstMessageGoesToTheFirstConsumerHoweverLongTheyHaveWaited() {
        client.consume(1, queue, 10);
        client.consume(2, queue, 10);
        client.credit(1, 1);

        client.send(producer, queue, "a");

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::consumerId)
                .containsExactly(1);
    }

    @Test
    void sharesInTurnAmongConsumersWithCredit() {
        client.send(producer, queue, "a", "b", "c", "d");
        client.tell(client.consumer(1, 1, queue, "", 10));
        client.tell(client.consumer(2, 1, queue, "", 10));
        partition.settle();

        assertThat(client.deliveries())
                .extracting(ServerFrame.Deliver::consumerId)
                .containsExactly(1, 2, 1, 2);
    }

    @Test
    void givesAConsumerOnlyWhatItsSelectorMatchesAndTheRestToOthers() {
        client.send(producer, queue, "a", "b");
        client.sendAt(7, true, producer, queue, "urgent");

        client.done(client.consumer(1, 1, queue, "JMSPriority > 5", 10));
        assertThat(client.takeTexts()).containsExactly("urgent");
        client.consume(2, queue, 10);

        assertThat(client.takeTexts()).containsExactly("a", "b");
    }

    @Test
    void aSelectorSeesWhatComesBackBehindItsCursor() {
        client.sendAt(7, true, producer, queue, "urgent");
        client.send(producer, queue, "a");
        client.done(client.consumer(1, 1, queue, "JMSPriority > 5", 10));
        List<ServerFrame.Deliver> first = client.takeDeliveries();

        client.release(1, true, first);

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::sequence, ServerFrame.Deliver::deliveryCount)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(first.get(0).sequence(), 2));
    }

    @Test
    void returnsUnseenDeliveriesInOrderAndUncounted() {
        client.send(producer, queue, "a", "b", "c");
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();

        client.closeConsumer(1, TestClient.rangesOf(deliveries.subList(0, 1)));
        client.consume(2, queue, 10);

        assertThat(client.deliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsOnly(1);
        assertThat(client.takeTexts()).containsExactly("b", "c");
        client.acknowledge(1, deliveries.subList(0, 1)); // what was seen stayed with the session
        client.closeSession(1);
        client.consume(3, queue, 10);
        assertThat(client.takeTexts()).containsExactly("b", "c");
    }

    @Test
    void aClosedSessionReturnsWhatItHoldsCounted() {
        client.send(producer, queue, "a");
        client.consume(1, queue, 10);
        client.takeDeliveries();

        client.closeSession(1);
        client.consume(2, queue, 10);

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::deliveryCount)
                .containsExactly(2);
    }

    @Test
    void answersADrainThatWaitsWhenItsConsumerIsClosedAndOneThatComesLater() {
        client.consume(1, queue, 10);
        client.tell(new ClientFrame.Drain(1, client.nextRequest(), 1));
        client.tell(new ClientFrame.CloseConsumer(1, client.nextRequest(), 1, List.of()));
        client.tell(new ClientFrame.Drain(1, client.nextRequest(), 1));
        client.tell(new ClientFrame.CloseSession(1, client.nextRequest(), 1));
        partition.settle();

        assertThat(client.all(ServerFrame.Drained.class)).hasSize(2);
    }

    @Test
    void answersADrainWhenNothingIsLeft() {
        client.send(producer, queue, "a");
        client.consume(1, queue, 0);

        client.tell(new ClientFrame.Credit(1, 1, 5));
        client.tell(new ClientFrame.Drain(1, client.nextRequest(), 1));
        partition.settle();

        assertThat(client.received.get(client.received.size() - 1)).isInstanceOf(ServerFrame.Drained.class);
        assertThat(client.takeTexts()).containsExactly("a");
    }

    @Test
    void keepsOneOfARepeatedSend() {
        ClientFrame.Send send = client.message(producer, queue, "once");
        client.tell(send);
        client.tell(send);
        partition.settle();
        client.tell(send);
        partition.settle();

        client.consume(1, queue, 10);

        assertThat(client.takeTexts()).containsExactly("once");
        assertThat(client.all(ServerFrame.SendConfirmed.class))
                .contains(new ServerFrame.SendConfirmed(1, producer, 1, 1));
    }

    @Test
    void refusesAgainWhatWasRefusedAndNeverConfirmsIt() {
        ClientFrame.Send tooLarge =
                client.message(producer, 1, queue, 0, true, 4, java.nio.ByteBuffer.allocate(9 << 20));
        ClientFrame.Send next = client.message(producer, 2, queue, 0, true, 4, TestClient.text("b"));
        client.tell(tooLarge);
        client.tell(next);
        partition.settle();
        client.tell(tooLarge);
        partition.settle();

        assertThat(client.all(ServerFrame.SendRejected.class))
                .extracting(ServerFrame.SendRejected::code)
                .containsExactly(ErrorCode.MESSAGE_TOO_LARGE, ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(client.all(ServerFrame.SendConfirmed.class))
                .containsExactly(new ServerFrame.SendConfirmed(1, producer, 2, 2));
    }

    @Test
    void doesNotDeliverToALinkThatIsNotWritable() {
        client.send(producer, queue, "a");
        partition.setWritable(client, false);
        client.consume(1, queue, 10);
        assertThat(client.deliveries()).isEmpty();

        partition.setWritable(client, true);
        partition.settle();

        assertThat(client.takeTexts()).containsExactly("a");
    }

    @Test
    void refusesCommandsOfAClientThatIsNotAttached() {
        TestClient stranger = new TestClient(partition);
        partition.connect(stranger);

        assertThat(stranger.failed(new ClientFrame.OpenProducer(1, 1, 1)).code())
                .isEqualTo(ErrorCode.PROTOCOL);
    }

    @Test
    void refusesAnUnknownDestinationWhenItMayNotBeCreated() {
        assertThat(client.failed(new ClientFrame.OpenDestination(
                                1,
                                client.nextRequest(),
                                new DestinationName(DestinationName.Kind.QUEUE, "nowhere"),
                                false))
                        .code())
                .isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
    }

    @Test
    void acknowledgesARangeThatOthersShareOnlyWhereItIsHeld() {
        client.send(producer, queue, "a", "b", "c", "d");
        client.tell(client.consumer(1, 1, queue, "", 2));
        client.tell(client.consumer(2, 1, queue, "", 2));
        partition.settle();
        int lane = client.deliveries().get(0).lane();

        client.done(new ClientFrame.Acknowledge(
                1, client.nextRequest(), 1, 1, 0, List.of(new LaneRange(lane, 0, 0), new LaneRange(lane, 2, 2))));
        client.closeSession(1);
        client.takeDeliveries();
        client.consume(3, queue, 10);

        assertThat(client.takeTexts()).containsExactly("b", "d");
    }
}
