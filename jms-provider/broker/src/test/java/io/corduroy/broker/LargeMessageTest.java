package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages in pieces: they exist whole or not at all, and their bytes go with them. */
class LargeMessageTest {
    private static final SubscriptionSpec UNSHARED =
            new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false);
    private static final SubscriptionSpec DURABLE =
            new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED_DURABLE, "me", "ledger", false);
    private static final int PIECES = 9;

    private final TestPartition partition = new TestPartition(
            BrokerConfig.builder().maxBodyBytes(64L * LargeBody.PIECE_BYTES).build());
    private TestClient client = TestClient.attached(partition);
    private int queue = client.open(TestClient.ORDERS);
    private long producer = client.producer(1);
    private final LargeBody body = new LargeBody(1, PIECES);
    private final long liveBefore = partition.liveRecords();

    private void sendPieces(LargeBody of, long sequence, int from, int end, boolean persistent) {
        of.pieces(producer, sequence, persistent).subList(from, end).forEach(client::tell);
        partition.settle();
    }

    private void send(LargeBody of, long sequence, int destination, boolean persistent) {
        sendPieces(of, sequence, 0, of.pieces(), persistent);
        client.ask(of.send(producer, sequence, destination, 0, persistent), ServerFrame.SendConfirmed.class);
    }

    private ServerFrame.Deliver consume(int consumer) {
        client.consume(consumer, queue, 10);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        assertThat(deliveries).hasSize(1);
        return deliveries.get(0);
    }

    private void restart() {
        partition.crash();
        client.attach();
        queue = client.open(TestClient.ORDERS);
        producer = client.producer(1);
    }

    private ServerFrame.SendRejected rejected(ClientFrame.Command command) {
        return client.ask(command, ServerFrame.SendRejected.class);
    }

    private long openPieces() {
        var open = partition.engine.state().largeMessages(false).open(producer);
        return open == null ? 0 : open.pieces();
    }

    @Test
    void isDeliveredWithItsLengthAndFetchedPieceByPiece() {
        sendPieces(body, 1, 0, PIECES, true);
        ServerFrame.PieceConfirmed stored = client.take(ServerFrame.PieceConfirmed.class);
        client.ask(body.send(producer, 1, queue, 0, true), ServerFrame.SendConfirmed.class);

        ServerFrame.Deliver delivery = consume(1);
        byte[] fetched = LargeBody.fetch(client, delivery);

        assertThat(stored.piece()).isEqualTo(PIECES - 1);
        assertThat(delivery.pieces()).isEqualTo(PIECES);
        assertThat(delivery.bodyBytes()).isEqualTo(body.bytes.length);
        assertThat(fetched).isEqualTo(body.bytes);
        partition.assertRebuilt();
    }

    @Test
    void isNoMessageBeforeItsSendHasCome() {
        sendPieces(body, 1, 0, PIECES, true);
        client.consume(1, queue, 10);

        assertThat(client.takeDeliveries()).isEmpty();
        assertThat(partition.depth(queue)).isZero();
        assertThat(partition.liveRecords()).isEqualTo(liveBefore + PIECES);
        partition.assertRebuilt();
    }

    @Test
    void theBytesGoWhenItIsAcknowledged() {
        send(body, 1, queue, true);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore + 1 + PIECES);

        client.acknowledge(1, List.of(consume(1)));

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        assertThat(partition.engine.state().largeMessages(false).isEmpty()).isTrue();
        partition.assertRebuilt();
    }

    @Test
    void confirmedPiecesSurviveAPowerCutAndTheRestFollows() {
        sendPieces(body, 1, 0, 5, true);

        restart();
        body.pieces(producer, 1, true).subList(3, PIECES).forEach(client::tell); // two of them again
        client.ask(body.send(producer, 1, queue, 0, true), ServerFrame.SendConfirmed.class);

        assertThat(LargeBody.fetch(client, consume(1))).isEqualTo(body.bytes);
        partition.assertRebuilt();
    }

    @Test
    void survivesAPowerCutFromTheLogAloneAndFromACheckpoint() {
        send(body, 1, queue, true);
        restart();
        partition.engine.checkpoint();
        partition.settle();
        sendPieces(new LargeBody(2, 3), 2, 0, 2, true);
        restart();

        ServerFrame.Deliver delivery = consume(1);

        assertThat(delivery.deliveryCount()).isEqualTo(1);
        assertThat(LargeBody.fetch(client, delivery)).isEqualTo(body.bytes);
        assertThat(openPieces()).isEqualTo(2);
        client.acknowledge(1, List.of(delivery));
        client.closeSession(1);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void repeatedPiecesAndRepeatedSendsAreConfirmedAndChangeNothing() {
        send(body, 1, queue, true);
        client.received.clear();

        sendPieces(body, 1, 0, PIECES, true);
        ServerFrame.PieceConfirmed again = client.take(ServerFrame.PieceConfirmed.class);
        client.ask(body.send(producer, 1, queue, 0, true), ServerFrame.SendConfirmed.class);

        assertThat(again.piece()).isEqualTo(PIECES - 1);
        assertThat(partition.depth(queue)).isEqualTo(1);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore + 1 + PIECES);
    }

    @Test
    void piecesDieWithTheirSession() {
        sendPieces(body, 1, 0, 5, true);

        client.closeSession(1);

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void piecesDieWhenTheirClientDoesNotComeBack() {
        sendPieces(body, 1, 0, 5, true);
        partition.disconnect(client, false);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore + 5);

        partition.advance(partition.config.graceMs());

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void piecesDieWhenTheirClientDoesNotComeBackAfterARestart() {
        sendPieces(body, 1, 0, 5, true);
        partition.crash();
        assertThat(partition.liveRecords()).isEqualTo(liveBefore + 5);

        partition.advance(partition.config.graceMs());

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
    }

    @Test
    void piecesDieAtTheNextSendBeItInTheOtherLog() {
        sendPieces(body, 1, 0, 5, true);
        client.ask(
                client.message(producer, 2, queue, 0, false, 4, TestClient.text("volatile")),
                ServerFrame.SendConfirmed.class);

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void piecesDieAtTheFirstPieceOfTheNextSend() {
        sendPieces(body, 1, 0, 5, true);
        send(new LargeBody(2, 3), 2, queue, true);

        assertThat(partition.liveRecords()).isEqualTo(liveBefore + 1 + 3);
        assertThat(partition.depth(queue)).isEqualTo(1);
        partition.assertRebuilt();
    }

    @Test
    void aRepeatedEarlierSendLeavesThePiecesAlone() {
        client.send(producer, queue, "first");
        sendPieces(body, 2, 0, 5, true);
        client.tell(client.message(producer, 1, queue, 0, true, 4, TestClient.text("first")));
        partition.settle();

        assertThat(openPieces()).isEqualTo(5);
    }

    @Test
    void inATransactionItIsThereWithTheCommitAndGoneWithTheRollback() {
        sendPieces(body, 1, 0, PIECES, true);
        client.tell(body.send(producer, 1, queue, 1, true));
        client.consume(1, queue, 10);
        assertThat(client.takeDeliveries()).isEmpty();
        partition.assertRebuilt();
        client.done(client.commit(1, 1, 0));
        List<ServerFrame.Deliver> committed = client.takeDeliveries();
        assertThat(LargeBody.fetch(client, committed.get(0))).isEqualTo(body.bytes);
        client.acknowledge(1, committed);

        sendPieces(body, 2, 0, PIECES, true);
        client.tell(body.send(producer, 2, queue, 2, true));
        sendPieces(body, 3, 0, 4, true);
        client.done(new ClientFrame.Rollback(1, client.nextRequest(), 1, 2));

        assertThat(client.takeDeliveries()).isEmpty();
        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void notPersistentItTakesTheTransientLogAndIsGoneAfterARestart() {
        send(body, 1, queue, false);
        sendPieces(body, 2, 0, 5, false);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        assertThat(LargeBody.fetch(client, consume(1))).isEqualTo(body.bytes);

        restart();
        ServerFrame.SendRejected lost = rejected(body.piece(producer, 2, 5, false));

        assertThat(lost.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(partition.depth(queue)).isZero();
    }

    @Test
    void aTopicWithDurableAndOtherSubscriptionsKeepsItUntilAllHaveHadIt() {
        int topic = client.open(TestClient.NEWS);
        client.subscribe(1, topic, UNSHARED, "");
        client.subscribe(2, topic, DURABLE, "");
        long before = partition.liveRecords();
        send(body, 1, topic, true);

        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        for (ServerFrame.Deliver each : deliveries) {
            assertThat(partition.liveRecords()).isEqualTo(before + 1 + PIECES);
            assertThat(LargeBody.fetch(client, each)).isEqualTo(body.bytes);
            client.acknowledge(each.consumerId(), List.of(each));
        }

        assertThat(deliveries).hasSize(2);
        assertThat(partition.liveRecords()).isEqualTo(before);
        partition.assertRebuilt();
    }

    @Test
    void onATopicWithoutADurableSubscriptionItStaysInTheLogAndNothingOvertakesIt() {
        int topic = client.open(TestClient.NEWS);
        client.subscribe(1, topic, UNSHARED, "");
        client.tell(client.message(producer, 1, topic, 0, true, 4, TestClient.text("before")));
        send(body, 2, topic, true);
        client.tell(client.message(producer, 3, topic, 0, true, 4, TestClient.text("after")));
        partition.settle();

        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();

        assertThat(deliveries).extracting(ServerFrame.Deliver::producerSequence).containsExactly(1L, 2L, 3L);
        assertThat(LargeBody.fetch(client, deliveries.get(1))).isEqualTo(body.bytes);
        partition.assertRebuilt();
        client.acknowledge(1, deliveries);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        client.tell(client.message(producer, 4, topic, 0, true, 4, TestClient.text("light again")));
        partition.settle();
        assertThat(client.takeDeliveries().get(0).lane()).isGreaterThanOrEqualTo(20);
    }

    @Test
    void whatOnlyVolatileSubscriptionsNeededIsForgottenByARestart() {
        int topic = client.open(TestClient.NEWS);
        client.subscribe(1, topic, UNSHARED, "");
        send(body, 1, topic, true);
        partition.engine.checkpoint();
        partition.settle();

        partition.crash();

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        assertThat(partition.engine.state().largeMessages(false).isEmpty()).isTrue();
    }

    @Test
    void onATopicThatNobodyListensToTheBytesGoAtOnce() {
        int topic = client.open(TestClient.NEWS);
        send(body, 1, topic, true);

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void aDelayedOneIsThereWhenItIsDue() {
        sendPieces(body, 1, 0, PIECES, true);
        ClientFrame.Send now = body.send(producer, 1, queue, 0, true);
        ClientFrame.Send whole = client.message(producer, 1, queue, 0, true, 4, now.message());
        client.tell(SendDraft.like(whole)
                .pieces(now.pieces())
                .deliveryDelayMs(5_000)
                .frame());
        partition.settle();
        partition.assertRebuilt();
        restart();
        client.consume(1, queue, 10);
        assertThat(client.takeDeliveries()).isEmpty();

        partition.advance(6_000);

        assertThat(LargeBody.fetch(client, client.takeDeliveries().get(0))).isEqualTo(body.bytes);
    }

    @Test
    void movedByACommandItKeepsItsBytesAndItsIdentity() {
        client.done(client.admin("queue.create", Map.of("name", "bills")));
        send(body, 1, queue, true);

        client.rows("message.move", Map.of("from", "orders", "to", "bills"));
        partition.assertRebuilt();
        int bills = client.open(
                new io.corduroy.protocol.DestinationName(io.corduroy.protocol.DestinationName.Kind.QUEUE, "bills"));
        client.consume(1, bills, 10);
        ServerFrame.Deliver delivery = client.takeDeliveries().get(0);

        assertThat(delivery.producerSequence()).isEqualTo(1);
        assertThat(LargeBody.fetch(client, delivery)).isEqualTo(body.bytes);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore + 1 + PIECES);
        client.acknowledge(1, List.of(delivery));
        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
    }

    @Test
    void purgedItsBytesGo() {
        send(body, 1, queue, true);

        client.rows("message.purge", Map.of("name", "orders"));

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
    }

    @Test
    void deletedWithItsQueueItsBytesGo() {
        send(body, 1, queue, true);

        client.done(client.admin("queue.delete", Map.of("name", "orders", "force", "true")));

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void aSendToAQueueThatIsGoneIsRefusedAndLeavesNothing() {
        sendPieces(body, 1, 0, PIECES, true);

        ServerFrame.SendRejected refusal = rejected(body.send(producer, 1, 4711, 0, true));

        assertThat(refusal.code()).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        partition.assertRebuilt();
    }

    @Test
    void browsersFetchWithoutTaking() {
        send(body, 1, queue, true);
        client.done(new ClientFrame.OpenConsumer(
                1, client.nextRequest(), 5, 1, queue, SubscriptionSpec.OF_QUEUE, "", 10, Mode.BROWSE, List.of()));
        ServerFrame.Deliver shown = client.takeDeliveries().get(0);

        assertThat(shown.bodyBytes()).isEqualTo(body.bytes.length);
        assertThat(LargeBody.fetch(client, shown)).isEqualTo(body.bytes);
        assertThat(partition.depth(queue)).isEqualTo(1);
    }

    @Test
    void aHolderOnlyMayFetch() {
        send(body, 1, queue, true);
        ServerFrame.Deliver delivery = consume(1);
        TestClient other = TestClient.attached(partition);
        other.consume(1, queue, 10);

        ServerFrame.Failed foreign = other.failed(LargeBody.fetch(other, delivery, 0));
        ServerFrame.Failed beyond = client.failed(LargeBody.fetch(client, delivery, PIECES));
        ServerFrame.Failed noLane = client.failed(new ClientFrame.FetchPiece(1, client.nextRequest(), 1, 77, 0, 0));
        client.acknowledge(1, List.of(delivery));
        ServerFrame.Failed late = client.failed(LargeBody.fetch(client, delivery, 0));

        assertThat(foreign.code()).isEqualTo(ErrorCode.DELIVERY_UNKNOWN);
        assertThat(beyond.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(noLane.code()).isEqualTo(ErrorCode.DELIVERY_UNKNOWN);
        assertThat(late.code()).isEqualTo(ErrorCode.DELIVERY_UNKNOWN);
    }

    @Test
    void piecesWaitForALinkThatTakesNoMore() {
        send(body, 1, queue, true);
        ServerFrame.Deliver delivery = consume(1);
        partition.setWritable(client, false);
        for (int i = 0; i < PIECES; i++) {
            client.tell(LargeBody.fetch(client, delivery, i));
        }
        partition.settle();
        assertThat(client.all(ServerFrame.Piece.class)).isEmpty();

        partition.setWritable(client, true);
        partition.settle();

        assertThat(client.all(ServerFrame.Piece.class)).hasSize(PIECES);
    }

    @Test
    void aHostileClientIsRefusedAndNothingStays() {
        LargeBody first = new LargeBody(3, 3);
        assertThat(rejected(first.piece(producer, 1, 1, true)).text()).contains("expected piece 0");

        sendPieces(first, 2, 0, 2, true);
        assertThat(rejected(first.send(producer, 2, queue, 0, true)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
        assertThat(rejected(first.piece(producer, 2, 2, true)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);

        assertThat(rejected(new ClientFrame.SendPiece(1, producer, 3, 0, true, ByteBuffer.allocate(0)))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);

        client.tell(new ClientFrame.SendPiece(1, producer, 4, 0, true, ByteBuffer.allocate(1)));
        assertThat(rejected(new ClientFrame.SendPiece(1, producer, 4, 1, true, ByteBuffer.allocate(1)))
                        .text())
                .contains("only the last may have fewer");
        assertThat(rejected(LargeBody.send(producer, 4, queue, 0, true, 1)).code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);

        sendPieces(first, 5, 0, 2, true);
        assertThat(rejected(first.piece(producer, 5, 2, false)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);

        LargeBody tooLong = new LargeBody(4, 66);
        sendPieces(tooLong, 6, 0, 64, true);
        assertThat(rejected(tooLong.piece(producer, 6, 64, true)).code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);

        assertThat(rejected(first.piece(4711, 1, 0, true)).code()).isEqualTo(ErrorCode.PRODUCER_UNKNOWN);
        assertThat(rejected(LargeBody.send(producer, 7, queue, 0, true, 1_000_000))
                        .code())
                .isEqualTo(ErrorCode.INVALID_ARGUMENT);

        assertThat(partition.liveRecords()).isEqualTo(liveBefore);
        assertThat(partition.depth(queue)).isZero();
        partition.assertRebuilt();
        send(first, 8, queue, true);
        assertThat(LargeBody.fetch(client, consume(1))).isEqualTo(first.bytes);
    }
}
