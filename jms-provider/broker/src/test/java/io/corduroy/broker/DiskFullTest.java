package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.Admission;
import io.corduroy.log.LogConfig;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a partition does on a full disk, and how it gets out of that. */
class DiskFullTest {
    private static final LogConfig TINY = LogConfig.durable()
            .withMaxBatchBytes(2 << 10, 6 << 10)
            .withSegmentBytes(16 << 10, 16 << 10)
            .withSpares(1, 2, 4 << 10)
            .withCacheBytes(8 << 10, 1 << 20);
    private static final String FILLER = "x".repeat(1_000);
    private static final int CONSUMER = 1;

    private final TestPartition partition = new TestPartition(
            BrokerConfig.builder()
                    .checkpointBytes(32 << 10)
                    .relocationBytesPerSecond(1L << 30)
                    .build(),
            TINY,
            1);
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    /** Sends until it is refused; returns how many were confirmed. */
    private int fill() {
        partition.disk.setCapacityBytes(12 * TINY.segmentBytes() + (8 << 10));
        for (int i = 0; i < 1_000; i++) {
            client.send(producer, queue, FILLER);
            partition.advance(1);
            if (!rejections().isEmpty()) {
                return i;
            }
        }
        throw new AssertionError("the disk is not full");
    }

    private List<ServerFrame.SendRejected> rejections() {
        return client.received.stream()
                .filter(ServerFrame.SendRejected.class::isInstance)
                .map(ServerFrame.SendRejected.class::cast)
                .toList();
    }

    private int consumeAll() {
        client.consume(CONSUMER, queue, 10);
        int count = 0;
        for (List<ServerFrame.Deliver> some = client.takeDeliveries();
                !some.isEmpty();
                some = client.takeDeliveries()) {
            count += some.size();
            client.acknowledge(CONSUMER, some);
            client.credit(CONSUMER, some.size());
        }
        return count;
    }

    @Test
    void refusesSendsAndGoesOnConsuming() {
        int confirmed = fill();

        assertThat(rejections().get(0).code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(rejections().get(0).text()).contains("disk").contains("full");
        assertThat(consumeAll()).isEqualTo(confirmed);
        assertThat(partition.failure).isNull();
    }

    @Test
    void takesSendsAgainAfterItWasConsumedThoughNothingElseHappens() {
        fill();
        consumeAll();
        client.received.clear();

        for (int second = 0; second < 5; second++) {
            partition.advance(1_000);
        }

        assertThat(partition.log.admission()).isEqualTo(Admission.OPEN);
        client.send(producer, queue, "after");
        assertThat(rejections()).isEmpty();
        assertThat(client.takeTexts()).containsExactly("after");
    }

    @Test
    void aForgottenMessageInEachSegmentDoesNotKeepItFull() {
        partition.disk.setCapacityBytes(12 * TINY.segmentBytes() + (8 << 10));
        int forgotten = client.open(new DestinationName(DestinationName.Kind.QUEUE, "forgotten"));
        int confirmed = 0;
        for (; rejections().isEmpty(); confirmed++) {
            client.send(producer, confirmed % 5 == 0 ? forgotten : queue, confirmed % 5 == 0 ? "forgotten" : FILLER);
            partition.advance(1);
        }
        consumeAll();
        client.received.clear();

        for (int second = 0; second < 60; second++) {
            partition.advance(1_000);
        }

        assertThat(partition.failure).isNull();
        assertThat(partition.log.admission()).isEqualTo(Admission.OPEN);
        client.send(producer, queue, "after");
        assertThat(rejections()).isEmpty();
        client.consume(10, forgotten, 1_000);
        assertThat(client.takeTexts().stream().filter("forgotten"::equals))
                .hasSizeBetween(confirmed / 5 - 1, confirmed / 5 + 1);
    }

    /** Small records until the reserve is used up; returns how many topics were opened. */
    private int useUpTheReserve() {
        int opened = 0;
        for (boolean answered = true; answered; opened++) {
            DestinationName topic = new DestinationName(DestinationName.Kind.TOPIC, "topic " + opened);
            long request = client.nextRequest();
            client.tell(new ClientFrame.OpenDestination(1, request, topic, true));
            partition.settle();
            answered = client.all(ServerFrame.DestinationOpened.class).stream()
                    .anyMatch(opening -> opening.requestId() == request);
        }
        return opened;
    }

    @Test
    void waitsWhenTheReserveIsUsedUpAndGoesOnWhenThereIsSpace() {
        int confirmed = fill();
        client.consume(CONSUMER, queue, 10);
        List<ServerFrame.Deliver> some = client.takeDeliveries();
        int opened = useUpTheReserve();
        client.received.clear();

        client.tell(client.acknowledgment(CONSUMER, 0, some));
        client.credit(CONSUMER, 1_000);
        partition.advance(10_000);

        assertThat(client.received).isEmpty();
        assertThat(partition.failure).isNull();

        partition.disk.setCapacityBytes(Long.MAX_VALUE);
        partition.advance(1_000);

        assertThat(client.all(ServerFrame.DestinationOpened.class)).hasSize(1);
        assertThat(client.all(ServerFrame.Done.class)).hasSize(1);
        assertThat(client.takeDeliveries()).hasSize(confirmed - some.size());
        assertThat(opened).isGreaterThan(10);
        partition.assertRebuilt();
    }

    @Test
    void aRestartWithoutAnySpaceWaitsForSomeAndLosesNothing() {
        int confirmed = fill();
        useUpTheReserve();
        while (partition.log.preparedBytes() > 45) { // each start takes a little
            partition.crash();
            client.received.clear();
        }
        partition.crash();
        TestClient other = new TestClient(partition);
        partition.connect(other);
        other.tell(new ClientFrame.Attach(1, other.nextRequest()));
        partition.advance(10_000);
        assertThat(other.received).isEmpty();

        partition.disk.setCapacityBytes(Long.MAX_VALUE);
        partition.advance(1_000);
        partition.advance(partition.config.graceMs());

        assertThat(other.all(ServerFrame.Attached.class)).hasSize(1);
        int found = other.open(TestClient.ORDERS);
        other.consume(CONSUMER, found, 10_000);
        assertThat(other.takeDeliveries()).hasSize(confirmed);
    }

    @Test
    void startsOnAFullDisk() {
        int confirmed = fill();
        partition.crash();
        TestClient other = TestClient.attached(partition);
        partition.advance(partition.config.graceMs());

        other.consume(CONSUMER, queue, 10_000);

        assertThat(other.takeDeliveries()).hasSize(confirmed);
        assertThat(partition.failure).isNull();
    }
}
