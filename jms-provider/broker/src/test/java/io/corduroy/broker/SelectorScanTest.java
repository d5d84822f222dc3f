package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Consumers with selectors before a backlog that is not for them: read once, and in nobody's way. */
class SelectorScanTest {
    private static final int BACKLOG = 3_000;
    private static final int CONSUMERS = 20;

    private final TestPartition partition = new TestPartition(
            BrokerConfig.builder().readAheadBytes(16 << 10).build(),
            TestPartition.SMALL.withCacheBytes(64 << 10, 64 << 10),
            1);
    private TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private void send(int kind, int number) {
        MessageFields fields = new MessageFields()
                .property("kind", kind)
                .property("padding", "x".repeat(200))
                .text(Integer.toString(number));
        client.tell(client.message(
                producer, client.nextSequence(producer), queue, 0, true, 4, MessageEncoder.encode(fields)));
    }

    /** Messages of kind 0, which are not in memory afterwards. */
    private void backlog() {
        partition.checking = false;
        for (int i = 0; i < BACKLOG; i++) {
            send(0, i);
            if (i % 50 == 0) {
                partition.settle();
            }
        }
        partition.settle();
        restart();
    }

    private void restart() {
        partition.crash();
        partition.advance(BrokerConfig.defaults().graceMs() + 1);
        client = TestClient.attached(partition);
        client.open(TestClient.ORDERS);
        partition.reads = 0;
    }

    private ClientFrame.OpenConsumer open(int consumer, int kind) {
        return client.consumer(consumer, 1, queue, "kind = " + kind, 100);
    }

    @Test
    void whatASelectorPassedOverIsNotMarkedAsDelivered() {
        backlog();
        client.done(open(1, 7));
        restart();

        client.consume(2, queue, BACKLOG);

        List<ServerFrame.Deliver> delivered = client.takeDeliveries();
        assertThat(delivered).hasSize(BACKLOG).allMatch(each -> each.deliveryCount() == 1);
    }

    @Test
    void manyConsumersReadABacklogOnce() {
        backlog();
        client.done(open(0, 50));
        int onePass = partition.reads;
        restart();

        for (int i = 1; i <= CONSUMERS; i++) {
            client.tell(open(i, i));
            partition.turn();
            if (partition.waitingTasks() > 0) {
                partition.runOneTask(); // they come one after the other, and the first has begun
            }
        }
        partition.settle();

        assertThat(onePass).isGreaterThan(20);
        assertThat(partition.reads).isLessThan(2 * onePass + 2 * CONSUMERS);
    }

    @Test
    void whatComesLaterBeginsNoPass() {
        backlog();
        for (int i = 1; i <= CONSUMERS; i++) {
            client.done(open(i, i));
        }
        partition.reads = 0;
        long other = client.producer(2);
        for (int i = 0; i < 100; i++) {
            MessageFields fields = new MessageFields().property("kind", i);
            client.tell(client.message(
                    other, client.nextSequence(other), queue, 0, true, 4, MessageEncoder.encode(fields)));
            partition.settle();
        }

        assertThat(client.takeDeliveries()).hasSize(CONSUMERS);
        assertThat(partition.reads).isZero();
    }

    @Test
    void whoTakesEverythingIsNotKeptWaitingByWhoLooks() {
        backlog();
        client.tell(open(1, 7));
        client.tell(client.consumer(2, 1, queue, "", 500));
        int delivered = 0;
        int tasks = 0;
        while (delivered < 500) {
            partition.turn();
            delivered += client.takeDeliveries().size();
            partition.runOneTask();
            tasks++;
        }
        int tasksForSome = tasks;
        while (partition.waitingTasks() > 0) {
            partition.runOneTask();
            partition.turn();
            tasks++;
        }

        assertThat(tasksForSome).isLessThan(tasks * 3 / 4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void eachGetsItsOwnInOrder(long seed) {
        Random random = new Random(seed);
        int kinds = 5;
        Map<Integer, List<Integer>> sent = new HashMap<>();
        Map<Integer, List<Integer>> got = new HashMap<>();
        List<Integer> opened = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            int kind = random.nextInt(kinds);
            send(kind, i);
            sent.computeIfAbsent(kind, none -> new ArrayList<>()).add(i);
            if (random.nextInt(20) == 0) {
                partition.settle();
            }
            if (opened.size() < kinds && random.nextInt(60) == 0) {
                int next = opened.size();
                client.tell(client.consumer(
                        next, 1, queue, SubscriptionSpec.OF_QUEUE, "kind = " + next, 1 + random.nextInt(4), List.of()));
                opened.add(next);
            }
            receive(random, got);
        }
        for (int next = opened.size(); next < kinds; next++) {
            client.tell(client.consumer(next, 1, queue, "kind = " + next, 3));
        }
        for (int i = 0; i < 600; i++) {
            partition.settle();
            receive(random, got);
        }

        assertThat(got).isEqualTo(sent);
    }

    /** Acknowledges, or gives back what nobody has seen; then it comes again. */
    private void receive(Random random, Map<Integer, List<Integer>> got) {
        Map<Integer, List<ServerFrame.Deliver>> byConsumer = new HashMap<>();
        client.takeDeliveries()
                .forEach(each -> byConsumer
                        .computeIfAbsent(each.consumerId(), none -> new ArrayList<>())
                        .add(each));
        byConsumer.forEach((consumer, deliveries) -> {
            client.tell(new ClientFrame.Credit(1, consumer, deliveries.size()));
            if (random.nextInt(3) == 0) {
                client.tell(new ClientFrame.Release(
                        1, client.nextRequest(), 1, consumer, false, TestClient.rangesOf(deliveries)));
                return;
            }
            client.tell(client.acknowledgment(consumer, 0, deliveries));
            for (ServerFrame.Deliver each : deliveries) {
                int kind = (Integer) java.util.Objects.requireNonNull(
                        EncodedMessage.of(each.message()).property("kind"));
                assertThat(kind).isEqualTo(consumer);
                got.computeIfAbsent(kind, none -> new ArrayList<>()).add(Integer.parseInt(TestClient.textOf(each)));
            }
        });
    }
}
