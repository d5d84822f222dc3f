package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The same work with the link cut before or after each frame in turn, once or twice: nobody may notice. */
class CutAnywhereTest {

    private static final DestinationName ORDERS = new DestinationName(DestinationName.Kind.QUEUE, "orders");
    private static final int FRAMES = 40;

    @Test
    void storesAndDeliversEachMessageOnceInOrderThoughTheLinkIsCutBeforeAnyFrame() {
        for (int cut = 2; cut < FRAMES; cut++) {
            BrokerTwin broker = new BrokerTwin();
            broker.cutBefore = atFrame(cut, 0);

            sendAndConsume(broker);
        }
    }

    @Test
    void storesAndDeliversEachMessageOnceInOrderThoughTheAnswerToAnyFrameIsLost() {
        for (int cut = 2; cut < FRAMES; cut++) {
            BrokerTwin broker = new BrokerTwin();
            broker.cutAfter = atFrame(cut, 0);

            sendAndConsume(broker);
        }
    }

    @Test
    void survivesASecondCutDuringTheResumption() {
        for (int cut = 4; cut < FRAMES; cut += 3) {
            for (int distance = 1; distance < 12; distance++) {
                BrokerTwin broker = new BrokerTwin();
                broker.cutAfter = atFrame(cut, distance);

                sendAndConsume(broker);
            }
        }
    }

    @Test
    void commitsWholeTransactionsThoughTheLinkIsCutAnywhere() {
        for (int cut = 2; cut < FRAMES; cut++) {
            for (int distance = 0; distance < 3; distance++) {
                BrokerTwin broker = new BrokerTwin();
                broker.cutAfter = atFrame(cut, distance);

                consumeAndForward(broker);
            }
        }
    }

    private static void sendAndConsume(BrokerTwin broker) {
        ClientEngine engine = connect(broker);
        List<Outcome<Nothing>> sent = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            Outcome<Nothing> outcome = new Outcome<>();
            engine.send(request(i, "m" + i, false), outcome);
            sent.add(outcome);
            if (i % 2 == 0) {
                broker.run();
            }
        }
        Outcome<Nothing> opened = new Outcome<>();
        engine.openConsumer(consumer(), opened);
        broker.run();
        List<String> consumed = new ArrayList<>();
        while (!broker.unseen.isEmpty()) {
            Delivery delivery = broker.unseen.remove();
            consumed.add(Texts.decode(delivery.message()));
            engine.taken(1, 1);
            engine.acknowledge(
                    1,
                    false,
                    List.of(new LaneRange(delivery.lane(), delivery.sequence(), delivery.sequence())),
                    Completion.ignored());
            broker.run();
        }
        Outcome<Nothing> closed = new Outcome<>();
        engine.closeConsumer(1, List.of(), Completion.ignored());
        engine.closeSession(1, closed);
        broker.run();

        assertThat(sent).allMatch(Outcome::isDone);
        assertThat(opened.isDone()).isTrue();
        assertThat(closed.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("m1", "m2", "m3", "m4", "m5", "m6");
        assertThat(consumed).containsExactly("m1", "m2", "m3", "m4", "m5", "m6");
        assertThat(broker.unacknowledged()).isEmpty();
    }

    private static void consumeAndForward(BrokerTwin broker) {
        ClientEngine engine = connect(broker);
        for (int i = 1; i <= 3; i++) {
            engine.send(request(i, "m" + i, false), new Outcome<Nothing>());
        }
        engine.openConsumer(consumer(), Completion.ignored());
        broker.run();
        for (int i = 1; i <= 3; i++) {
            Delivery delivery = broker.unseen.remove();
            engine.taken(1, 1);
            engine.acknowledge(
                    1, true, List.of(new LaneRange(4, delivery.sequence(), delivery.sequence())), Completion.ignored());
            engine.send(request(3 + i, "copy of " + Texts.decode(delivery.message()), true), new Outcome<Nothing>());
            Outcome<Nothing> committed = new Outcome<>();
            engine.commit(1, committed);
            broker.run();
            assertThat(committed.isDone()).isTrue();
        }

        assertThat(broker.texts()).containsExactly("m1", "m2", "m3", "copy of m1", "copy of m2", "copy of m3");
        assertThat(broker.unacknowledged()).containsExactly("copy of m1", "copy of m2", "copy of m3");
    }

    private static Predicate<ClientFrame> atFrame(int number, int again) {
        return new Predicate<>() {
            private int count;

            @Override
            public boolean test(ClientFrame frame) {
                count++;
                return count == number || (again > 0 && count == number + again);
            }
        };
    }

    private static ClientEngine connect(BrokerTwin broker) {
        ClientEngine engine = broker.engine;
        engine.open(broker.nowMs, Completion.ignored());
        broker.run();
        engine.openSession(1);
        engine.start();
        return engine;
    }

    private static ConsumerSpec consumer() {
        return new ConsumerSpec(1, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.SHARED, 10, 1_000_000);
    }

    private static SendRequest request(long sequence, String text, boolean transacted) {
        return new SendRequest(1, ORDERS, 1, sequence, transacted, true, 4, 0, 0, 0, "", 0, Texts.encode(text));
    }
}
