package io.corduroy.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.engine.Delivery;
import io.corduroy.protocol.Origin;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What was taken and is not wanted now is the next one again, unless it comes from the broker once more. */
class ConsumerQueueTest {

    private final ConsumerQueue queue = new ConsumerQueue(this);

    private static Delivery delivery(long sequence) {
        return new Delivery(1, 1, 4, sequence, 1, 1, 1, 1, 0, 0, 0, 0, 0, Origin.HERE, ByteBuffer.allocate(0));
    }

    private synchronized void takeAndPutBack(Runnable between) {
        Delivery taken = queue.poll().orElseThrow();
        between.run();
        queue.putBack(taken);
    }

    private synchronized long next() {
        return queue.poll().map(Delivery::sequence).orElse(-1L);
    }

    @Test
    void whatIsPutBackComesBeforeWhatWaits() {
        queue.offer(delivery(1));
        queue.offer(delivery(2));

        takeAndPutBack(() -> queue.offer(delivery(3)));

        assertThat(new long[] {next(), next(), next()}).containsExactly(1, 2, 3);
    }

    @Test
    void whatWasRevokedMeanwhileIsNotPutBack() {
        queue.offer(delivery(1));

        takeAndPutBack(queue::revoke);
        queue.offer(delivery(1));

        assertThat(new long[] {next(), next()}).containsExactly(1, -1);
    }

    @Test
    void whatIsTakenAfterwardsIsPutBackAgain() {
        queue.revoke();
        queue.offer(delivery(1));

        takeAndPutBack(() -> {});

        assertThat(next()).isEqualTo(1);
    }
}
