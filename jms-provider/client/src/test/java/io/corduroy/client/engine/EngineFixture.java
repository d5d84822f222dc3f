package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.util.function.Predicate;

/** An engine before a {@linkplain BrokerTwin broker's twin}, with one session that uses the queue "orders" on partition 1. */
abstract class EngineFixture {

    static final DestinationName ORDERS = new DestinationName(DestinationName.Kind.QUEUE, "orders");

    final BrokerTwin broker = new BrokerTwin();
    final ClientEngine engine = broker.engine;
    /** Of the message sent last. */
    long sequence;

    /** Connects, and opens session 1. */
    void open() {
        Outcome<Nothing> opened = new Outcome<>();
        engine.open(broker.nowMs, opened);
        broker.run();
        assertThat(opened.isDone()).isTrue();
        engine.openSession(1);
    }

    /** As above, and lets deliveries come. */
    void connect() {
        open();
        engine.start();
    }

    void openConsumer(int consumerId, int prefetch) {
        engine.openConsumer(
                new ConsumerSpec(
                        consumerId, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.SHARED, prefetch, 1_000_000),
                Completion.ignored());
    }

    Outcome<Nothing> send(String text) {
        Outcome<Nothing> outcome = new Outcome<>();
        engine.send(request(ORDERS, text, false), outcome);
        return outcome;
    }

    void transactedSend(String text) {
        engine.send(request(ORDERS, text, true), new Outcome<Nothing>());
    }

    Outcome<Nothing> sendNonPersistent(String text, boolean transacted) {
        Outcome<Nothing> outcome = new Outcome<>();
        engine.send(request(ORDERS, text, transacted, false, 0), outcome);
        return outcome;
    }

    SendRequest request(DestinationName destination, String text, boolean transacted) {
        return request(destination, text, transacted, true, 0);
    }

    SendRequest request(DestinationName destination, String text, boolean transacted, boolean persistent, int pieces) {
        sequence++;
        return new SendRequest(
                1, destination, 1, sequence, transacted, persistent, 4, 0, 0, 0, "", pieces, Texts.encode(text));
    }

    /** The first frame only of those that a condition holds for. */
    static Predicate<ClientFrame> once(Predicate<ClientFrame> when) {
        boolean[] done = {false};
        return frame -> {
            boolean now = !done[0] && when.test(frame);
            done[0] |= now;
            return now;
        };
    }

    /** Cuts nothing; restarts the broker at the first frame that a condition holds for. */
    Predicate<ClientFrame> onceRestarted(Predicate<ClientFrame> when) {
        Predicate<ClientFrame> first = once(when);
        return frame -> {
            if (first.test(frame)) {
                broker.restart();
            }
            return false;
        };
    }

    /** Cuts, and the broker forgets this client. */
    Predicate<ClientFrame> cutAndForget(Predicate<ClientFrame> when) {
        return frame -> {
            boolean cut = when.test(frame);
            if (cut) {
                broker.forget();
            }
            return cut;
        };
    }
}
