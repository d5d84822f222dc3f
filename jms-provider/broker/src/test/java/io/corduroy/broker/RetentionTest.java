package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.LogConfig;
import io.corduroy.log.SegmentInfo;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What has been consumed is kept as long, and as much of it, as its destination's settings say. */
class RetentionTest {
    private static final SubscriptionSpec NOT_DURABLE =
            new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false);
    private static final SubscriptionSpec DURABLE =
            new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "auditor", false);
    private static final int BROWSER = 90;
    private static final String FILLER = "x".repeat(1_024);

    private TestPartition partition = new TestPartition();
    private TestClient client = TestClient.attached(partition);

    private void create(String verb, String name, String... settings) {
        Map<String, String> arguments = new HashMap<>(Map.of("name", name));
        for (int i = 0; i < settings.length; i += 2) {
            arguments.put(settings[i], settings[i + 1]);
        }
        client.done(client.admin(verb, arguments));
    }

    private int queue(String... settings) {
        create("queue.create", "orders", settings);
        return client.open(TestClient.ORDERS);
    }

    private int topic(String... settings) {
        create("topic.create", "news", settings);
        return client.open(TestClient.NEWS);
    }

    private void consumeAll(int consumer, int queue) {
        client.consume(consumer, queue, 1_000);
        client.acknowledge(consumer, client.takeDeliveries());
        client.closeConsumer(consumer, List.of());
    }

    private List<ServerFrame.Deliver> retained(int destination, SubscriptionSpec spec) {
        client.done(new ClientFrame.OpenConsumer(
                1, client.nextRequest(), BROWSER, 1, destination, spec, "", 10_000, Mode.BROWSE_RETAINED, List.of()));
        return client.takeDeliveries();
    }

    private List<String> retainedTexts(int destination) {
        return retained(destination, SubscriptionSpec.OF_QUEUE).stream()
                .map(TestClient::textOf)
                .toList();
    }

    private Map<String, String> stat(String verb, String name) {
        return client.rows(verb, Map.of("name", name)).get(0);
    }

    private void restart() {
        partition.assertRebuilt();
        partition.crash();
        client = TestClient.attached(partition);
        partition.assertRebuilt();
    }

    @Test
    void nothingIsKeptUnlessTheSettingsSaySo() {
        int queue = queue();
        client.send(client.producer(1), queue, "a", "b");

        consumeAll(1, queue);

        assertThat(partition.liveRecords()).isZero();
        assertThat(stat("queue.stat", "orders"))
                .containsEntry("retained", "0")
                .containsEntry("retained-bytes", "0")
                .containsEntry("retention-time", "none");
    }

    @Test
    void aConsumedMessageIsKeptForItsTimeAndIsNoPartOfTheDepth() {
        int queue = queue("retention-time", "10s");
        client.send(client.producer(1), queue, "a", "b");
        consumeAll(1, queue);

        assertThat(partition.depth(queue)).isZero();
        assertThat(stat("queue.stat", "orders"))
                .containsEntry("messages", "0")
                .containsEntry("retained", "2")
                .containsEntry("oldest-ms", "");
        assertThat(Long.parseLong(stat("queue.stat", "orders").get("retained-bytes")))
                .isBetween(2L, 200L);
        partition.advance(9_000);
        assertThat(retainedTexts(queue)).containsExactly("a", "b");
        client.consume(2, queue, 10);
        assertThat(client.takeTexts()).isEmpty();

        partition.advance(2_000);

        assertThat(retainedTexts(queue)).isEmpty();
        assertThat(partition.liveRecords()).isZero();
        partition.assertRebuilt();
    }

    @Test
    void theOldestGoFirstWhenThereIsMoreThanTheSize() {
        int queue = queue("retention-size", "10KiB");
        long producer = client.producer(1);
        for (int i = 0; i < 30; i++) {
            client.sendAt(i % 10, true, producer, queue, i + FILLER);
            partition.advance(1_000);
        }
        consumeAll(1, queue);

        partition.advance(1_000);

        assertThat(Long.parseLong(stat("queue.stat", "orders").get("retained-bytes")))
                .isBetween(9_216L, 10_240L);
        assertThat(retainedTexts(queue).stream().map(text -> text.replace(FILLER, "")))
                .containsExactlyInAnyOrder("21", "22", "23", "24", "25", "26", "27", "28", "29");
        partition.assertRebuilt();
    }

    @Test
    void whatStillWaitsTakesNothingOfTheSizeAndStays() {
        int queue = queue("retention-size", "3KiB");
        long producer = client.producer(1);
        for (int i = 0; i < 10; i++) {
            client.send(producer, queue, i + FILLER);
        }
        client.consume(1, queue, 1_000);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        partition.advance(5_000);
        assertThat(retained(queue, SubscriptionSpec.OF_QUEUE)).hasSize(10);

        client.acknowledge(1, deliveries.subList(1, 10));
        partition.advance(1_000);

        assertThat(partition.depth(queue)).isOne();
        assertThat(retainedTexts(queue).stream().map(text -> text.replace(FILLER, "")))
                .containsExactly("0", "8", "9");
        client.acknowledge(1, deliveries.subList(0, 1));
        assertThat(retainedTexts(queue).stream().map(text -> text.replace(FILLER, "")))
                .containsExactly("8", "9");
        restart();
        assertThat(stat("queue.stat", "orders")).containsEntry("retained", "2");
    }

    @Test
    void aRestartFromACheckpointOrWithoutOneKeepsWhatIsRetainedAndItsTime() {
        int queue = queue("retention-time", "60s");
        long producer = client.producer(1);
        client.send(producer, queue, "a", "b");
        consumeAll(1, queue);
        partition.advance(30_000);
        client.send(producer, queue, "c", "d");
        consumeAll(2, queue);
        client.send(producer, queue, "waits");
        String bytes = stat("queue.stat", "orders").get("retained-bytes");

        restart();

        queue = client.open(TestClient.ORDERS);
        assertThat(retainedTexts(queue)).containsExactly("a", "b", "c", "d", "waits");
        assertThat(stat("queue.stat", "orders"))
                .containsEntry("messages", "1")
                .containsEntry("retained", "4")
                .containsEntry("retained-bytes", bytes);
        partition.advance(31_000);
        assertThat(retainedTexts(queue)).containsExactly("c", "d", "waits");
        partition.advance(31_000);
        assertThat(retainedTexts(queue)).containsExactly("waits");
        partition.assertRebuilt();
    }

    @Test
    void aTopicKeepsWhatNobodySubscribedTo() {
        int topic = topic("retention-time", "1h");
        long producer = client.producer(1);
        client.send(producer, topic, "to nobody");
        client.subscribe(1, topic, NOT_DURABLE, "");
        client.send(producer, topic, "to a listener");
        client.sendAt(4, false, producer, topic, "fleeting");
        client.acknowledge(1, client.takeDeliveries());

        assertThat(stat("topic.stat", "news")).containsEntry("retained", "2").containsEntry("subscriptions", "1");
        restart();

        topic = client.open(TestClient.NEWS);
        assertThat(retained(topic, NOT_DURABLE).stream().map(TestClient::textOf))
                .containsExactly("to nobody", "to a listener");
        client.subscribe(2, topic, DURABLE, "");
        assertThat(client.takeTexts()).isEmpty();
        client.send(client.producer(1), topic, "to the auditor");
        assertThat(client.takeTexts()).containsExactly("to the auditor");
        assertThat(client.rows("subscription.list", Map.of())).hasSize(1);
        partition.assertRebuilt();
    }

    @Test
    void aSubscriptionThatEndsLeavesItsMessagesRetained() {
        int topic = topic("retention-time", "1h");
        client.subscribe(1, topic, DURABLE, "JMSPriority > 4");
        long producer = client.producer(1);
        client.sendAt(7, true, producer, topic, "wanted");
        client.sendAt(4, true, producer, topic, "not wanted");
        assertThat(client.takeTexts()).containsExactly("wanted");
        client.closeConsumer(1, List.of());

        client.done(client.admin(
                "subscription.delete", Map.of("topic", "news", "subscription", "auditor", "shared", "true")));

        assertThat(stat("topic.stat", "news")).containsEntry("retained", "2");
        restart();
        assertThat(stat("topic.stat", "news")).containsEntry("retained", "2");
    }

    @Test
    void keepsThePiecesOfALargeMessageAndCountsThem() {
        int queue = queue("retention-size", "64KiB");
        long producer = client.producer(1);
        LargeBody body = new LargeBody(1, 8);
        long sequence = client.nextSequence(producer);
        body.pieces(producer, sequence, true).forEach(client::tell);
        client.tell(body.send(producer, sequence, queue, 0, true));
        partition.settle();
        consumeAll(1, queue);

        assertThat(Long.parseLong(stat("queue.stat", "orders").get("retained-bytes")))
                .isBetween((long) body.bytes.length, body.bytes.length + 100L);
        restart();
        queue = client.open(TestClient.ORDERS);
        ServerFrame.Deliver kept = retained(queue, SubscriptionSpec.OF_QUEUE).get(0);
        assertThat(LargeBody.fetch(client, kept)).isEqualTo(body.bytes);

        client.done(client.admin("queue.alter", Map.of("name", "orders", "retention-size", "16KiB")));
        partition.advance(2_000);

        assertThat(partition.liveRecords()).isZero();
        partition.assertRebuilt();
    }

    @Test
    void countsWhatIsSentInATransactionOrLaterAndWhatIsAcknowledgedInOne() {
        int queue = queue("retention-time", "1h");
        long producer = client.producer(1);
        client.sendIn(1, producer, queue, "in a transaction");
        partition.assertRebuilt();
        client.done(client.commit(1, 1, 0));
        client.tell(
                client.draft(producer, queue, "later").deliveryDelayMs(5_000).frame());
        partition.settle();
        partition.assertRebuilt();
        partition.advance(5_000);
        client.consume(1, queue, 10);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        client.done(client.acknowledgment(1, 2, deliveries));
        assertThat(stat("queue.stat", "orders")).containsEntry("retained", "0");

        client.done(client.commit(2, 0, 2));

        assertThat(stat("queue.stat", "orders")).containsEntry("retained", "2");
        assertThat(retainedTexts(queue)).containsExactly("in a transaction", "later");
        assertThat(Long.parseLong(stat("queue.stat", "orders").get("retained-bytes")))
                .isGreaterThan(20);
        restart();
    }

    @Test
    void aDeadLetterIsKeptWhereItWasAndAfterItsConsumptionAlsoInTheDeadLetterQueue() {
        int queue = queue("retention-time", "1h", "max-deliveries", "1");
        create("queue.create", "DLQ", "retention-size", "5KiB");
        create("queue.create", "plain", "max-deliveries", "1");
        int dead = client.open(new DestinationName(DestinationName.Kind.QUEUE, "DLQ"));
        int plain = client.open(new DestinationName(DestinationName.Kind.QUEUE, "plain"));
        long producer = client.producer(1);
        client.send(producer, queue, "first" + FILLER);
        for (int i = 0; i < 7; i++) {
            client.send(producer, plain, i + FILLER); // whose lengths nobody has remembered
        }
        client.consume(1, queue, 10);
        client.release(1, true, client.takeDeliveries());
        client.consume(2, plain, 10);
        client.release(2, true, client.takeDeliveries());
        assertThat(partition.depth(dead)).isEqualTo(8);
        restart();
        dead = client.open(new DestinationName(DestinationName.Kind.QUEUE, "DLQ"));
        queue = client.open(TestClient.ORDERS);
        consumeAll(3, dead);

        partition.advance(2_000);
        partition.advance(2_000);

        assertThat(retainedTexts(queue)).containsExactly("first" + FILLER);
        assertThat(retainedTexts(dead).stream().map(text -> text.replace(FILLER, "")))
                .containsExactly("3", "4", "5", "6");
        assertThat(Long.parseLong(stat("queue.stat", "DLQ").get("retained-bytes")))
                .isBetween(4_000L, 5_120L);
        restart();
        assertThat(stat("queue.stat", "DLQ")).containsEntry("retained", "4");
    }

    @Test
    void whatExpiresIsKeptToo() {
        int queue = queue("retention-time", "1h");
        long producer = client.producer(1);
        client.tell(client.draft(producer, queue, "short").timeToLiveMs(100).frame());
        partition.settle();

        partition.advance(3_000);
        partition.advance(3_000);

        assertThat(partition.depth(queue)).isZero();
        assertThat(stat("queue.stat", "orders")).containsEntry("expired", "1").containsEntry("retained", "1");
        assertThat(retainedTexts(queue)).containsExactly("short");
        restart();
    }

    @Test
    void aPurgeTakesFromTheConsumersWhatStaysRetained() {
        int queue = queue("retention-time", "1h");
        client.send(client.producer(1), queue, "a", "b");

        assertThat(client.rows("message.purge", Map.of("name", "orders")).get(0))
                .containsEntry("affected", "2");

        assertThat(partition.depth(queue)).isZero();
        assertThat(retainedTexts(queue)).containsExactly("a", "b");
    }

    @Test
    void aSettingThatComesLaterIsForWhatComesThenAndOneThatGoesLetsEverythingGo() {
        int queue = queue();
        long producer = client.producer(1);
        client.send(producer, queue, "before");
        client.done(client.admin("queue.alter", Map.of("name", "orders", "retention-time", "1h")));
        client.send(producer, queue, "after");
        restart();
        queue = client.open(TestClient.ORDERS);
        consumeAll(1, queue);
        assertThat(retainedTexts(queue)).containsExactly("after");
        client.send(client.producer(2), queue, "waits");

        client.done(client.admin("queue.alter", Map.of("name", "orders", "retention-time", "none")));

        assertThat(retainedTexts(queue)).containsExactly("waits");
        assertThat(partition.liveRecords()).isOne();
        restart();
        queue = client.open(TestClient.ORDERS);
        client.done(client.admin("queue.alter", Map.of("name", "orders", "retention-size", "1MiB")));
        partition.advance(120_000); // nobody waits any more for the client that had it before
        consumeAll(2, queue);
        assertThat(retainedTexts(queue)).isEmpty();
        restart();
    }

    @Test
    void aDestinationIsDeletedWithWhatItRetainsAndThatIsNoReasonToRefuse() {
        int queue = queue("retention-time", "1h");
        client.send(client.producer(1), queue, "a", "b");
        consumeAll(1, queue);

        client.done(client.admin("queue.delete", Map.of("name", "orders")));

        assertThat(partition.liveRecords()).isZero();
        restart();
    }

    @Test
    void retainedMessagesCountForNoQuota() {
        int queue = queue("retention-time", "1h", "max-messages", "2");
        long producer = client.producer(1);
        client.send(producer, queue, "a", "b");
        consumeAll(1, queue);

        client.send(producer, queue, "c", "d");

        assertThat(client.all(ServerFrame.SendRejected.class)).isEmpty();
        assertThat(partition.depth(queue)).isEqualTo(2);
    }

    @Test
    void onAFullDiskRetainedMessagesStayUntilHalfOfTheReserveIsUsedUpAndThenTheOldestGo() {
        LogConfig tiny = LogConfig.durable()
                .withMaxBatchBytes(2 << 10, 6 << 10)
                .withSegmentBytes(16 << 10, 16 << 10)
                .withSpares(1, 2, 4 << 10);
        partition = new TestPartition(
                BrokerConfig.builder().checkpointBytes(8 << 10).build(), tiny, 1);
        client = TestClient.attached(partition);
        int queue = queue("retention-time", "1h");
        long producer = client.producer(1);
        for (int i = 0; i < 60; i++) {
            client.send(producer, queue, i + FILLER);
        }
        consumeAll(1, queue);
        create("queue.create", "small");
        int small = client.open(new DestinationName(DestinationName.Kind.QUEUE, "small"));
        for (int i = 0; i < 600; i++) {
            client.send(producer, small, "" + i);
        }
        client.consume(2, small, 10_000);
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        partition.disk.setCapacityBytes(partition.disk.usedBytes());
        partition.advance(3_000);
        int acknowledged = 0;
        while (client.all(ServerFrame.SendRejected.class).isEmpty()) {
            client.send(producer, queue, FILLER); // until there is only the reserve
        }
        partition.advance(3_000);
        assertThat(stat("queue.stat", "orders")).containsEntry("retained", "60");

        while ("60".equals(stat("queue.stat", "orders").get("retained"))) {
            client.acknowledge(2, deliveries.subList(acknowledged, acknowledged + 1));
            acknowledged++;
            partition.advance(1_000);
        }
        for (int i = 0; i < 30; i++) {
            partition.advance(1_000);
        }

        int retained = Integer.parseInt(stat("queue.stat", "orders").get("retained"));
        assertThat(retained).isBetween(20, 59);
        assertThat(retainedTexts(queue).subList(0, retained))
                .containsExactlyElementsOf(IntStream.range(60 - retained, 60)
                        .mapToObj(i -> i + FILLER)
                        .toList());
        client.received.clear();
        client.send(producer, queue, "there is room again");
        assertThat(client.all(ServerFrame.SendRejected.class)).isEmpty();
        client.acknowledge(2, deliveries.subList(acknowledged, 600));
        assertThat(partition.depth(small)).isZero();
    }

    @Test
    void theDiskIsBoundedByTheSizeAndSparseSegmentsAreEmptied() {
        LogConfig tiny = LogConfig.durable()
                .withMaxBatchBytes(2 << 10, 6 << 10)
                .withSegmentBytes(16 << 10, 16 << 10)
                .withSpares(1, 2, 4 << 10)
                .withCacheBytes(8 << 10, 1 << 20);
        partition = new TestPartition(
                BrokerConfig.builder()
                        .checkpointBytes(32 << 10)
                        .relocationBytesPerSecond(1L << 30)
                        .build(),
                tiny,
                1);
        partition.checking = false;
        client = TestClient.attached(partition);
        int queue = queue("retention-size", "40KiB");
        create("queue.create", "busy");
        int busy = client.open(new DestinationName(DestinationName.Kind.QUEUE, "busy"));
        long producer = client.producer(1);
        client.consume(1, queue, 1_000_000);
        client.consume(2, busy, 1_000_000);
        for (int i = 0; i < 400; i++) {
            client.send(producer, queue, i + FILLER);
            client.acknowledge(1, client.takeDeliveries());
            for (int filler = 0; filler < 8; filler++) {
                client.send(producer, busy, FILLER);
            }
            client.acknowledge(2, client.takeDeliveries());
            partition.advance(1_000);
        }

        long bytes = partition.log.segments().stream()
                .mapToLong(SegmentInfo::sizeBytes)
                .sum();
        assertThat(bytes).isLessThan(20 * tiny.segmentBytes());
        assertThat(partition.log.segments().get(0).basePosition()).isGreaterThan(100 * tiny.segmentBytes());
        List<String> kept = retainedTexts(queue);
        assertThat(kept).hasSizeBetween(35, 40).endsWith(399 + FILLER);
        assertThat(kept.get(0)).isEqualTo((400 - kept.size()) + FILLER);
        partition.engine.assertInvariants();
        partition.engine.checkpoint();
        partition.settle();
        assertThat(partition.rebuilt(partition.disk.copy(1)).stateHash())
                .isEqualTo(partition.engine.state().stateHash());
        partition.crash();
        partition.engine.assertInvariants();
        client = TestClient.attached(partition);
        assertThat(retainedTexts(queue)).isEqualTo(kept);
    }
}
