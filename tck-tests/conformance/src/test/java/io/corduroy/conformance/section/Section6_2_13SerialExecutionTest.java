package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.2.13 and 6.2.14: a session calls one listener at a time, sessions call theirs side by side. */
class Section6_2_13SerialExecutionTest extends SectionTest {

    @Test
    void theListenersOfASessionAreCalledOneAfterTheOther() throws Exception {
        Connection connection = connectStopped();
        Session session = connection.createSession();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        List<Queue> queues = List.of(queue(), queue(), queue());
        for (Queue queue : queues) {
            session.createConsumer(queue).setMessageListener(message -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                heard.add(text(message));
                inside.decrementAndGet();
            });
        }
        Session sender = session();
        for (Queue queue : queues) {
            send(sender, queue, IntStream.range(0, 30).mapToObj(i -> "m" + i).toArray(String[]::new));
        }

        connection.start();

        for (int i = 0; i < 90; i++) {
            told(heard);
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void listenersOfSeveralSessionsRunAtTheSameTime() throws Exception {
        Connection connection = connect();
        CountDownLatch both = new CountDownLatch(2);
        BlockingQueue<Boolean> met = new LinkedBlockingQueue<>();
        for (int i = 0; i < 2; i++) {
            Queue own = queue();
            connection.createSession().createConsumer(own).setMessageListener(message -> {
                both.countDown();
                try {
                    met.add(both.await(WAIT_MS, TimeUnit.MILLISECONDS));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            send(session(), own, "m");
        }

        assertThat(told(met)).isTrue();
        assertThat(told(met)).isTrue();
    }
}
