package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ClientFrame;
import org.junit.jupiter.api.Test;

/** Opening at awkward moments. */
class OpeningTest extends EngineFixture {
    private static final DestinationName BILLS = new DestinationName(DestinationName.Kind.QUEUE, "bills");

    @Test
    void opensWhatIsAskedForWhileSomethingElseIsBeingOpened() {
        Outcome<Integer> orders = new Outcome<>();
        Outcome<Integer> bills = new Outcome<>();
        Outcome<ProducerIdentity> producer = new Outcome<>();
        open();
        broker.cutBefore = frame -> {
            if (frame instanceof ClientFrame.OpenDestination first
                    && first.destination().equals(ORDERS)) {
                engine.openDestination(BILLS, true, bills);
                engine.openProducer(1, 1, producer);
            }
            return false;
        };

        engine.openDestination(ORDERS, true, orders);
        broker.run();

        assertThat(orders.isDone()).isTrue();
        assertThat(bills.isDone()).isTrue();
        assertThat(producer.isDone()).isTrue();
    }

    @Test
    void resumesAlsoIfTheLinkBeforeWasLostBeforeItWasLive() {
        open();
        broker.cutBefore = frame -> frame instanceof ClientFrame.OpenDestination && broker.connects.size() == 1;

        engine.openDestination(ORDERS, true, new Outcome<>());
        broker.run();

        assertThat(broker.sent(ClientFrame.Attach.class)).isEqualTo(2);
        assertThat(broker.sent(ClientFrame.Resumed.class)).isEqualTo(1);
    }

    @Test
    void tellsWhoWaitsForADestinationThatTheConnectionIsClosed() {
        Outcome<Integer> orders = new Outcome<>();
        open();
        broker.cut();
        engine.openDestination(ORDERS, true, orders);

        engine.close();

        assertThat(orders.failure().kind()).isEqualTo(Failure.Kind.CLOSED);
    }
}
