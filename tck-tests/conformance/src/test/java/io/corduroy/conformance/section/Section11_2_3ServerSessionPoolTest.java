package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.container.AppServer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

/** A pool may have no session free for a while, a fixed number of them, or a new one each time. */
class Section11_2_3ServerSessionPoolTest extends ConnectionConsumerSectionTest {

    @Test
    void aBlockedPoolHoldsUpNothingButItsConsumer() throws Exception {
        Semaphore free = new Semaphore(0);
        AppServer server = server(1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message));
        connection.createConnectionConsumer(
                queue,
                null,
                () -> {
                    free.acquireUninterruptibly();
                    return server.getServerSession();
                },
                1);
        Queue other = queue();
        send(sender, queue, "a");
        send(sender, other, "b");
        assertThat(receiveText(connection.createSession().createConsumer(other)))
                .isEqualTo("b");
        assertNothingHeard();

        free.release();

        assertThat(heard(1)).containsExactly("a");
        free.release(10);
    }

    @Test
    void aPoolOfOneGetsItsSessionBackForTheNextMessages() throws Exception {
        serve(1, Session.AUTO_ACKNOWLEDGE, 1, (session, message) -> remember(message));

        for (String each : numbers(20)) {
            send(sender, queue, each);
            assertThat(heard(1)).containsExactly(each);
        }
    }

    @Test
    void aPoolMayMakeASessionForEachMessage() throws Exception {
        connection.createConnectionConsumer(
                queue,
                null,
                () -> new AppServer(connection, 1, Session.AUTO_ACKNOWLEDGE, (session, message) -> remember(message))
                        .getServerSession(),
                1);

        send(sender, queue, numbers(10));

        assertThat(heard(10)).containsExactlyInAnyOrder(numbers(10));
    }
}
