package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.LogConfig;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A burst that is longer than the room which is prepared waits for more, and is not refused. */
class HeldBackTest {
    private static final LogConfig TINY = LogConfig.durable()
            .withMaxBatchBytes(2 << 10, 6 << 10)
            .withSegmentBytes(16 << 10, 16 << 10)
            .withSpares(1, 2, 4 << 10)
            .withCacheBytes(8 << 10, 1 << 20);

    private final TestPartition partition = new TestPartition(BrokerConfig.defaults(), TINY, 1);
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    @Test
    void aBodyLongerThanSeveralSegmentsComesThroughInOneBurstAndWhatFollowsStaysBehindIt() {
        LargeBody body = new LargeBody(1, 60);
        client.consume(1, queue, 10);

        body.pieces(producer, 1, true).forEach(client::tell); // no turn in between: nothing can be prepared meanwhile
        client.tell(body.send(producer, 1, queue, 0, true));
        client.tell(client.message(producer, 2, queue, 0, true, 4, TestClient.text("after")));
        ClientFrame.CloseSession last = new ClientFrame.CloseSession(1, client.nextRequest(), 2);
        client.tell(last);
        assertThat(client.all(ServerFrame.Done.class)).noneMatch(done -> done.requestId() == last.requestId());
        partition.settle();
        partition.advance(2_000);

        assertThat(client.all(ServerFrame.SendRejected.class)).isEmpty();
        List<ServerFrame.Deliver> deliveries = client.takeDeliveries();
        assertThat(deliveries).extracting(ServerFrame.Deliver::producerSequence).containsExactly(1L, 2L);
        assertThat(LargeBody.fetch(client, deliveries.get(0))).isEqualTo(body.bytes);
        assertThat(client.all(ServerFrame.Done.class)).anyMatch(done -> done.requestId() == last.requestId());
    }

    @Test
    void whoeverLeavesLeavesAfterWhatItSaid() {
        LargeBody body = new LargeBody(1, 60);
        List<String> order = new ArrayList<>();

        body.pieces(producer, 1, true).forEach(client::tell);
        client.tell(body.send(producer, 1, queue, 0, true));
        partition.engine.whenDone(() -> order.add("depth " + partition.depth(queue)));
        assertThat(order).isEmpty();
        partition.settle();
        partition.advance(2_000);

        assertThat(order).containsExactly("depth 1");
    }

    @Test
    void whatALostLinkLeftWaitingIsForgotten() {
        LargeBody body = new LargeBody(1, 60);
        body.pieces(producer, 1, true).forEach(client::tell);
        partition.disconnect(client, false);
        client.attach();

        body.pieces(producer, 1, true).forEach(client::tell);
        client.tell(body.send(producer, 1, queue, 0, true));
        partition.settle();
        partition.advance(2_000);
        client.consume(1, queue, 10);

        assertThat(LargeBody.fetch(client, client.takeDeliveries().get(0))).isEqualTo(body.bytes);
    }
}
