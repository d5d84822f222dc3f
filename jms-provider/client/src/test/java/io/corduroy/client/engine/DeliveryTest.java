package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** What was released comes back to its place among what waits. */
class DeliveryTest {
    private static final int PERSISTENT = 4;
    private static final int NON_PERSISTENT = 14;

    private final Deque<Delivery> waiting = new ArrayDeque<>();

    private static Delivery delivery(int lane, long sequence, int count) {
        return new Delivery(1, 1, lane, sequence, count, 1, 1, 1, 0, 0, 0, 0, 0, Origin.HERE, ByteBuffer.allocate(0));
    }

    private void add(int lane, long sequence, int count) {
        delivery(lane, sequence, count).addTo(waiting);
    }

    @Test
    void newOnesComeLast() {
        add(PERSISTENT, 2, 1);
        add(PERSISTENT + 1, 1, 1);
        add(PERSISTENT, 3, 1);

        assertThat(waiting).extracting(Delivery::sequence).containsExactly(2L, 1L, 3L);
    }

    @Test
    void aReturnedOneComesBeforeLaterOnesOfItsLaneThoughOthersAreLast() {
        add(PERSISTENT, 2, 1);
        add(NON_PERSISTENT, 7, 1);

        add(PERSISTENT, 1, 2);

        assertThat(waiting).extracting(Delivery::sequence).containsExactly(1L, 2L, 7L);
    }

    @Test
    void aReturnedOneComesBehindEarlierOnesOfItsLaneThoughThoseOfLowerPriorityAreFirst() {
        add(PERSISTENT - 1, 5, 1);
        add(PERSISTENT, 1, 1);
        add(PERSISTENT - 1, 6, 1);

        add(PERSISTENT, 2, 2);

        assertThat(waiting).extracting(Delivery::sequence).containsExactly(5L, 1L, 2L, 6L);
    }
}
