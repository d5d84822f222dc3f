package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.LogConfig;
import io.corduroy.log.SegmentInfo;
import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What little is needed of old segments moves on, so that they can go. */
class RelocationTest {
    private static final LogConfig TINY = LogConfig.durable()
            .withMaxBatchBytes(2 << 10, 6 << 10)
            .withSegmentBytes(16 << 10, 16 << 10)
            .withSpares(1, 2, 4 << 10)
            .withCacheBytes(8 << 10, 1 << 20);
    private static final int FORGOTTEN = 20;
    private static final int ROUND = 10;
    private static final String FILLER = "x".repeat(1_000);

    private final TestPartition partition = new TestPartition(
            BrokerConfig.builder()
                    .checkpointBytes(32 << 10)
                    .relocationBytesPerSecond(1L << 30)
                    .build(),
            TINY,
            1);
    private TestClient client = TestClient.attached(partition);
    private final int busy = client.open(TestClient.ORDERS);
    private long producer = client.producer(1);
    private final List<Integer> quiet = new ArrayList<>();

    RelocationTest() {
        partition.checking = false;
        for (int i = 0; i < FORGOTTEN; i++) {
            quiet.add(client.open(new DestinationName(DestinationName.Kind.QUEUE, "quiet " + i)));
        }
    }

    private void forgetOneInEach() {
        for (int i = 0; i < FORGOTTEN; i++) {
            client.send(producer, quiet.get(i), "forgotten " + i);
            client.send(producer, busy, FILLER, FILLER);
        }
    }

    /** Sends and consumes a few segments' worth. */
    private void passBy(int rounds) {
        client.consume(1, busy, ROUND);
        for (int round = 0; round < rounds; round++) {
            String[] texts = new String[ROUND];
            Arrays.fill(texts, FILLER);
            client.send(producer, busy, texts);
            List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
            client.acknowledge(1, deliveries);
            client.credit(1, deliveries.size());
            partition.advance(1_000);
        }
    }

    private long logBytes() {
        return partition.log.segments().stream()
                .mapToLong(SegmentInfo::sizeBytes)
                .sum();
    }

    private void assertEachForgottenOneIsDeliveredOnce(TestClient to) {
        for (int i = 0; i < FORGOTTEN; i++) {
            to.consume(100 + i, quiet.get(i), 10);
        }
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < FORGOTTEN; i++) {
            expected.add("forgotten " + i);
        }
        List<ServerFrame.Deliver> deliveries = to.takeDeliveries().stream()
                .filter(each -> each.consumerId() >= 100)
                .toList();
        assertThat(deliveries).extracting(TestClient::textOf).containsExactlyElementsOf(expected);
    }

    @Test
    void aForgottenMessageInEachOfManyQueuesDoesNotKeepTheDisk() {
        forgetOneInEach();

        passBy(100);

        assertThat(partition.log.endPosition()).isGreaterThan(50 * TINY.segmentBytes());
        assertThat(logBytes()).isLessThan(14 * TINY.segmentBytes());
        assertThat(partition.disk.usedBytes()).isLessThan(24 * TINY.segmentBytes());
        partition.engine.assertInvariants();
        assertEachForgottenOneIsDeliveredOnce(client);
    }

    @Test
    void survivorsAreInTheirLanesOrderAndKeepWhatTheyAre() {
        forgetOneInEach();
        client.consume(50, quiet.get(0), 1);
        ServerFrame.Deliver before = client.takeDeliveries().get(0);
        client.closeConsumer(50, List.of());

        passBy(40);

        client.consume(51, quiet.get(0), 1);
        ServerFrame.Deliver after = client.takeDeliveries().stream()
                .filter(each -> each.consumerId() == 51)
                .findFirst()
                .orElseThrow();
        assertThat(partition.log.segments().get(0).basePosition()).isPositive();
        assertThat(after.sequence()).isEqualTo(before.sequence());
        assertThat(after.producer()).isEqualTo(before.producer());
        assertThat(after.producerSequence()).isEqualTo(before.producerSequence());
        assertThat(after.timestampMs()).isEqualTo(before.timestampMs());
        assertThat(after.message()).isEqualTo(before.message());
    }

    @Test
    void aCrashAtAnyMomentIsHarmlessAndTheStateIsTheOneOfTheLog() {
        forgetOneInEach();
        int crashes = 0;
        for (int steps = 1; steps < 14; steps++) {
            passBy(8);
            partition.nowMs += 1_000;
            partition.engine.onTimer(partition.nowMs);
            partition.turn();
            for (int i = 0; i < steps && partition.waitingTasks() > 0; i++) {
                partition.runOneTask();
                partition.turn();
            }
            partition.crash();
            crashes++;
            assertThat(partition.failure).isNull();
            client = TestClient.attached(partition);
            client.open(TestClient.ORDERS);
            producer = client.producer(1);
            partition.advance(partition.config.graceMs());
            assertThat(partition.rebuilt(partition.disk.copy(steps)).stateHash())
                    .isEqualTo(partition.engine.state().stateHash());
        }

        assertThat(crashes).isEqualTo(13);
        assertThat(logBytes()).isLessThan(16 * TINY.segmentBytes());
        partition.engine.assertInvariants();
        assertEachForgottenOneIsDeliveredOnce(client);
    }

    @Test
    void piecesMoveWithTheirMessageAndAheadOfIt() {
        LargeBody whole = new LargeBody(1, 5);
        LargeBody begun = new LargeBody(2, 5);
        long other = client.producer(2);
        long sequence = client.nextSequence(producer);
        for (int i = 0; i < 5; i++) {
            client.tell(whole.piece(producer, sequence, i, true));
            if (i < 3) {
                client.tell(begun.piece(other, 1, i, true));
            }
            String[] between = new String[30]; // so that they are few among many
            Arrays.fill(between, "x");
            client.send(client.producer(3), busy, between);
        }
        client.ask(whole.send(producer, sequence, quiet.get(0), 0, true), ServerFrame.SendConfirmed.class);
        long end = partition.log.endPosition();

        passBy(60);
        partition.advance(31_000);
        passBy(40);
        assertThat(partition.log.segments().get(0).basePosition()).isGreaterThan(end);
        assertThat(partition.rebuilt(partition.disk.copy(1)).stateHash())
                .isEqualTo(partition.engine.state().stateHash());
        partition.crash();
        client.attach();
        begun.pieces(other, 1, true).subList(3, 5).forEach(client::tell);
        client.ask(begun.send(other, 1, quiet.get(0), 0, true), ServerFrame.SendConfirmed.class);

        client.consume(9, quiet.get(0), 10);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        assertThat(LargeBody.fetch(client, deliveries.get(0))).isEqualTo(whole.bytes);
        assertThat(LargeBody.fetch(client, deliveries.get(1))).isEqualTo(begun.bytes);
        partition.engine.assertInvariants();
    }

    @Test
    void whatAnUndecidedTransactionSentMovesToo() {
        client.producer(2);
        client.sendIn(1, producer, quiet.get(0), "undecided");
        long first = partition.log.segments().get(0).basePosition();

        passBy(40);
        assertThat(partition.log.segments().get(0).basePosition()).isGreaterThan(first);
        SimulatedDisk copy = partition.disk.copy(1);
        assertThat(partition.rebuilt(copy).stateHash())
                .isEqualTo(partition.engine.state().stateHash());
        client.done(client.commit(1, 1, 0));

        client.consume(9, quiet.get(0), 1);
        assertThat(client.takeTexts()).containsExactly("undecided");
    }

    @Test
    void whatIsNotDueMovesTooAndComesInItsOrder() {
        for (int i = 0; i < FORGOTTEN; i++) {
            ClientFrame.Send send = client.message(producer, quiet.get(0), "delayed " + i);
            client.tell(SendDraft.like(send).deliveryDelayMs(10_000_000).frame());
            client.send(producer, busy, FILLER, FILLER);
        }
        long first = partition.log.segments().get(0).basePosition();

        passBy(40);
        partition.crash();
        client = TestClient.attached(partition);
        producer = client.producer(1);
        passBy(40);

        assertThat(partition.log.segments().get(0).basePosition()).isGreaterThan(first);
        assertThat(logBytes()).isLessThan(14 * TINY.segmentBytes());
        assertThat(partition.rebuilt(partition.disk.copy(1)).stateHash())
                .isEqualTo(partition.engine.state().stateHash());
        client.consume(9, quiet.get(0), 100);
        assertThat(client.takeTexts()).doesNotContain("delayed 0");
        partition.advance(20_000_000);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < FORGOTTEN; i++) {
            expected.add("delayed " + i);
        }
        assertThat(client.takeTexts()).containsExactlyElementsOf(expected);
        partition.engine.assertInvariants();
    }

    @Test
    void nothingIsCopiedWhereRelocationIsOff() {
        TestPartition other = new TestPartition(
                BrokerConfig.builder()
                        .checkpointBytes(32 << 10)
                        .relocationBytesPerSecond(0)
                        .build(),
                TINY,
                1);
        other.checking = false;
        TestClient sender = TestClient.attached(other);
        int queue = sender.open(TestClient.ORDERS);
        long from = sender.producer(1);
        sender.send(from, sender.open(new DestinationName(DestinationName.Kind.QUEUE, "quiet")), "forgotten");
        sender.consume(1, queue, 1_000);
        for (int i = 0; i < 200; i++) {
            sender.send(from, queue, FILLER);
            sender.acknowledge(1, sender.takeDeliveries());
            sender.credit(1, 1);
            other.advance(1_000);
        }

        assertThat(other.log.segments().get(0).basePosition()).isZero();
        assertThat(other.log.segments()).hasSizeLessThan(8);
    }
}
