package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Order and accounting of what waits to be sent. */
@Timeout(30)
final class SendQueueTest {

    private final SendQueue<Integer> queue = new SendQueue<>(100, 1_000);

    @Test
    void givesFramesBackInOrder() {
        queue.offer(1, 10);
        queue.offer(2, 20);

        SendQueue.Entry<Integer> first = next();
        assertThat(first.take()).isEqualTo(1);
        assertThat(first.bytes()).isEqualTo(10);
        assertThat(queue.isEmpty()).isFalse();
        assertThat(next().take()).isEqualTo(2);
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    private SendQueue.Entry<Integer> next() {
        return Objects.requireNonNull(queue.poll(), "an entry");
    }

    @Test
    void isUnwritableBeyondTheHighMarkUntilTheLowOne() {
        queue.offer(1, 1_000);
        assertThat(queue.isWritable()).isTrue();
        queue.offer(2, 1);
        assertThat(queue.isWritable()).isFalse();

        assertThat(queue.release(900)).isFalse();
        assertThat(queue.isWritable()).isFalse();
        assertThat(queue.release(1)).isTrue();
        assertThat(queue.isWritable()).isTrue();
        assertThat(queue.release(100)).as("told once").isFalse();
        assertThat(queue.queuedBytes()).isZero();
    }

    @Test
    void manySendersLoseNothingAndAreNeverLeftUnwritable() throws Exception {
        int senders = 4;
        int each = 50_000;
        List<Thread> threads = new ArrayList<>();
        for (int s = 0; s < senders; s++) {
            int base = s * each;
            Thread thread = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    queue.offer(base + i, 60);
                }
            });
            threads.add(thread);
            thread.start();
        }

        int[] next = new int[senders];
        int taken = 0;
        while (taken < senders * each) {
            SendQueue.Entry<Integer> entry = queue.poll();
            if (entry == null) {
                Thread.onSpinWait();
                continue;
            }
            int number = entry.take();
            assertThat(number % each).isEqualTo(next[number / each]++);
            queue.release(entry.bytes());
            taken++;
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.queuedBytes()).isZero();
        assertThat(queue.isWritable()).isTrue();
    }
}
