package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ClientEngineTest {

    private static final DestinationName ORDERS = new DestinationName(DestinationName.Kind.QUEUE, "orders");

    private final BrokerTwin broker = new BrokerTwin();
    private final ClientEngine engine = broker.engine;
    private long sequence;

    @Test
    void confirmsSendsInTheirOrder() {
        connect();

        List<Outcome<Nothing>> outcomes = List.of(send("a"), send("b"), send("c"));
        broker.run();

        assertThat(outcomes).allMatch(Outcome::isDone);
        assertThat(broker.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void deliversAndAcknowledgesARangeInOneFrame() {
        connect();
        send("a");
        send("b");
        broker.run();
        openConsumer(1, 10);
        broker.run();

        Outcome<Nothing> acknowledged = new Outcome<>();
        engine.acknowledge(1, false, List.of(new LaneRange(4, 0, 0)), Completion.ignored());
        engine.acknowledge(1, false, List.of(new LaneRange(4, 1, 1)), acknowledged);
        broker.run();

        assertThat(acknowledged.isDone()).isTrue();
        assertThat(broker.unacknowledged()).isEmpty();
        assertThat(broker.sent(ClientFrame.Acknowledge.class)).isEqualTo(1);
    }

    @Test
    void tellsARejectedSendAndGoesOn() {
        connect();
        broker.rejects = command -> command.sequence() == 2;

        List<Outcome<Nothing>> outcomes = List.of(send("a"), send("b"), send("c"));
        broker.run();

        assertThat(outcomes.get(1).failure().code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        assertThat(outcomes.get(2).isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("a", "c");
    }

    @Test
    void refusesASelectorThatTheBrokerRefuses() {
        connect();
        Outcome<Nothing> opened = new Outcome<>();

        engine.openConsumer(
                new ConsumerSpec(1, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "broken", Mode.SHARED, 10, 1_000), opened);
        broker.run();

        assertThat(opened.failure().code()).isEqualTo(ErrorCode.INVALID_SELECTOR);
    }

    @Test
    void failsSendsToADestinationThatIsMissing() {
        connect();
        Outcome<Nothing> outcome = new Outcome<>();

        engine.send(request(new DestinationName(DestinationName.Kind.QUEUE, "missing"), "a", false), outcome);
        Outcome<Nothing> next = send("b");
        broker.run();

        assertThat(outcome.failure().code()).isEqualTo(ErrorCode.DESTINATION_UNKNOWN);
        assertThat(next.isDone()).isTrue();
    }

    @Test
    void triesAllAddressesOnceBeforeTheFirstConnectionFails() {
        broker.unreachable = true;
        Outcome<Nothing> opened = new Outcome<>();

        engine.open(broker.nowMs, opened);
        broker.run();

        assertThat(broker.connects).containsExactly("a:1", "b:2");
        assertThat(opened.failure().kind()).isEqualTo(Failure.Kind.CONNECTION_LOST);
    }

    @Test
    void doesNotKnockAgainAfterAWrongPassword() {
        broker.refusal = Optional.of(new ServerFrame.Refused(ErrorCode.AUTHENTICATION_FAILED, "wrong password"));
        Outcome<Nothing> opened = new Outcome<>();

        engine.open(broker.nowMs, opened);
        broker.run();

        assertThat(broker.connects).containsExactly("a:1");
        assertThat(opened.failure().code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
    }

    @Test
    void goesOnWithoutAClientIdentifierThatIsInUse() {
        connect();
        broker.refusal = Optional.of(new ServerFrame.Refused(ErrorCode.CLIENT_ID_IN_USE, "in use"));
        Outcome<Nothing> set = new Outcome<>();
        engine.setClientId("inventory", broker.nowMs, set);
        broker.refusalOnce = true;
        broker.run();
        Outcome<Nothing> sent = send("a");
        broker.run();

        assertThat(set.failure().code()).isEqualTo(ErrorCode.CLIENT_ID_IN_USE);
        assertThat(sent.isDone()).isTrue();
    }

    @Test
    void failsEverythingWhenNoBrokerIsFoundInTime() {
        connect();
        Outcome<Nothing> sent = send("a");
        broker.cutBefore = frame -> frame instanceof ClientFrame.Send;
        broker.unreachable = true;
        long before = broker.nowMs;
        broker.run();

        Outcome<Nothing> later = send("b");

        assertThat(sent.failure().kind()).isEqualTo(Failure.Kind.CONNECTION_LOST);
        assertThat(later.failure().kind()).isEqualTo(Failure.Kind.CONNECTION_LOST);
        assertThat(broker.events).contains("failed: CONNECTION_LOST");
        assertThat(broker.nowMs - before).isBetween(60_000L, 62_000L);
    }

    @Test
    void doublesThePauseBetweenRoundsUpToASecond() {
        connect();
        broker.unreachable = true;
        broker.cut();
        broker.run();

        // 60 s: seven doublings from 10 ms to 1 s, then one round of two addresses each 0.5 to 1 s
        assertThat(broker.connects.size()).isBetween(2 * 60, 2 * 135);
    }

    @Test
    void neverProducesTwiceWhenTheBrokerHasForgottenTheProducer() {
        connect();
        send("a");
        broker.run();
        broker.cutAfter = frame -> frame instanceof ClientFrame.Send send && send.sequence() == 2;
        Outcome<Nothing> uncertain = send("b");
        Outcome<Nothing> neverSent = send("c");
        broker.cutAfter = cutAndForget(broker.cutAfter);
        broker.run();

        assertThat(uncertain.failure().kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
        assertThat(neverSent.isOver()).isTrue();
        assertThat(broker.texts()).doesNotHaveDuplicates().contains("a", "b");
    }

    @Test
    void rollsBackATransactionThatTheBrokerHasForgotten() {
        connect();
        transactedSend("a");
        broker.run();
        broker.forget();
        broker.cut();
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.failure().code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(broker.texts()).isEmpty();
    }

    @Test
    void doesNotClaimToKnowACommitThatWasUnderWayWhenTheBrokerForgot() {
        connect();
        transactedSend("a");
        broker.run();
        broker.cutAfter = cutAndForget(frame -> frame instanceof ClientFrame.Commit);
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.failure().kind()).isEqualTo(Failure.Kind.OUTCOME_UNKNOWN);
        assertThat(broker.texts()).containsExactly("a");
    }

    @Test
    void failsTheCommitOfATransactionWithARejectedSend() {
        connect();
        broker.rejects = command -> command.sequence() == 2;
        transactedSend("a");
        transactedSend("b");
        broker.run();
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.failure().code()).isEqualTo(ErrorCode.TRANSACTION_ROLLED_BACK);
        assertThat(committed.failure().text()).contains("full");
        assertThat(broker.texts()).isEmpty();
    }

    @Test
    void commitsBehindTheAcknowledgmentsThatWaitedForTheSameLink() {
        connect();
        send("a");
        openConsumer(1, 10);
        broker.run();
        broker.cut();

        transactedSend("b");
        engine.acknowledge(1, true, List.of(new LaneRange(4, 0, 0)), Completion.ignored());
        Outcome<Nothing> committed = new Outcome<>();
        engine.commit(1, committed);
        broker.run();

        assertThat(committed.isDone()).isTrue();
        assertThat(broker.unacknowledged()).containsExactly("b");
    }

    @Test
    void neverRepeatsANonPersistentSendIntoAnotherEpoch() {
        connect();
        broker.run();
        broker.cutAfter = onceRestarted(frame -> frame instanceof ClientFrame.Send);
        Outcome<Nothing> seen = sendNonPersistent("a", false);
        broker.run();
        assertThat(seen.isDone()).isTrue();

        Outcome<Nothing> later = sendNonPersistent("b", false);
        broker.run();

        assertThat(later.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("b");
        assertThat(broker.sent(ClientFrame.Send.class)).isEqualTo(2);
    }

    @Test
    void repeatsANonPersistentSendWithinAnEpoch() {
        connect();
        broker.cutBefore = once(frame -> frame instanceof ClientFrame.Send);

        Outcome<Nothing> sent = sendNonPersistent("a", false);
        broker.run();

        assertThat(sent.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("a");
    }

    @Test
    void commitsWithoutTheNonPersistentSendsThatAnEpochHasTakenAlong() {
        connect();
        sendNonPersistent("confirmed", true);
        transactedSend("a");
        broker.run();
        broker.cutAfter = onceRestarted(frame -> frame instanceof ClientFrame.Send);
        sendNonPersistent("not confirmed", true);
        transactedSend("b");
        broker.run();
        sendNonPersistent("afterwards", true);
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("a", "b", "afterwards");
    }

    @Test
    void losesANonPersistentMessageWithItsPiecesAndSendsTheNext() {
        connect();
        Outcome<Nothing> first = sendPiece(1, 0);
        broker.run();
        assertThat(first.isDone()).isTrue();
        broker.restart();

        Outcome<Nothing> second = sendPiece(1, 1);
        sequence = 0;
        Outcome<Nothing> closing = new Outcome<>();
        engine.send(request(ORDERS, "lost", false, false, 2), closing);
        Outcome<Nothing> next = sendNonPersistent("next", false);
        broker.run();

        assertThat(second.isDone()).isTrue();
        assertThat(closing.isDone()).isTrue();
        assertThat(next.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("next");
    }

    private Outcome<Nothing> sendPiece(long ofSequence, int piece) {
        Outcome<Nothing> stored = new Outcome<>();
        engine.sendPiece(1, 1, ofSequence, piece, false, ByteBuffer.allocate(10), stored);
        return stored;
    }

    @Test
    void acknowledgesNothingThatAnEpochHasTakenAlong() {
        connect();
        engine.openConsumer(
                new ConsumerSpec(
                        1,
                        1,
                        ORDERS,
                        new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false),
                        "",
                        Mode.SHARED,
                        10,
                        1_000_000),
                Completion.ignored());
        send("a");
        send("b");
        broker.run();
        engine.acknowledge(1, true, List.of(new LaneRange(4, 0, 0)), Completion.ignored());
        broker.run();
        broker.restart();
        broker.run();
        engine.acknowledge(1, true, List.of(new LaneRange(4, 1, 1)), Completion.ignored());
        Outcome<Nothing> committed = new Outcome<>();

        engine.commit(1, committed);
        broker.run();

        assertThat(committed.isDone()).isTrue();
        assertThat(broker.received)
                .filteredOn(ClientFrame.Commit.class::isInstance)
                .allMatch(frame -> ((ClientFrame.Commit) frame).acknowledgments() == 0);
    }

    private static Predicate<ClientFrame> once(Predicate<ClientFrame> when) {
        boolean[] done = {false};
        return frame -> {
            boolean now = !done[0] && when.test(frame);
            done[0] |= now;
            return now;
        };
    }

    private Predicate<ClientFrame> onceRestarted(Predicate<ClientFrame> when) {
        Predicate<ClientFrame> first = once(when);
        return frame -> {
            if (first.test(frame)) {
                broker.restart();
            }
            return false;
        };
    }

    @Test
    void rollsBackWhatWasSentAndBeginsAnotherTransaction() {
        connect();
        transactedSend("a");
        Outcome<Nothing> rolledBack = new Outcome<>();
        engine.rollback(1, rolledBack);
        transactedSend("b");
        Outcome<Nothing> committed = new Outcome<>();
        engine.commit(1, committed);

        broker.run();

        assertThat(rolledBack.isDone()).isTrue();
        assertThat(committed.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("b");
    }

    @Test
    void dropsWhatTheApplicationHasNotSeenWhenTheBrokerHasForgotten() {
        connect();
        send("a");
        openConsumer(1, 10);
        broker.run();
        broker.forget();
        broker.cut();

        broker.run();

        assertThat(broker.events).contains("revoked 1: 1");
        assertThat(broker.delivered).hasSize(2);
        assertThat(broker.unseen).hasSize(1);
    }

    @Test
    void givesBackWhatCrossesWithTheEndOfAConsumer() {
        connect();
        openConsumer(1, 10);
        broker.run();
        broker.accepting = false;
        send("a");
        broker.run();
        engine.closeConsumer(1, List.of(), Completion.ignored());
        broker.run();
        broker.accepting = true;

        openConsumer(2, 10);
        broker.run();

        assertThat(broker.delivered).hasSize(1);
        assertThat(broker.delivered.get(0).deliveryCount()).isEqualTo(1);
    }

    @Test
    void grantsNoMoreThanThePrefetchBeyondWhatWasTaken() {
        connect();
        for (int i = 0; i < 100; i++) {
            send("m" + i);
        }
        openConsumer(1, 32);
        broker.run();
        assertThat(broker.delivered.size()).isEqualTo(32);

        engine.taken(1, 25);
        broker.run();

        assertThat(broker.delivered.size()).isEqualTo(57);
    }

    @Test
    void shrinksTheWindowForLargeMessages() {
        connect();
        for (int i = 0; i < 200; i++) {
            send("x".repeat(10_000));
        }
        engine.openConsumer(
                new ConsumerSpec(1, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.SHARED, 256, 50_000),
                Completion.ignored());
        broker.run();
        assertThat(broker.delivered.size()).isLessThanOrEqualTo(64);

        int before = broker.delivered.size();
        engine.taken(1, before);
        broker.run();

        assertThat(broker.delivered.size() - before).isBetween(3, 8);
    }

    @Test
    void withoutPrefetchDeliversOnePerPullAndReturnsWhatComesLate() {
        connect();
        openConsumer(1, 0);
        broker.run();
        engine.pull(1);
        broker.run();
        engine.endPull(1);
        send("a");
        broker.run();
        assertThat(broker.delivered).isEmpty();

        engine.pull(1);
        broker.run();

        assertThat(broker.delivered).hasSize(1);
        assertThat(broker.delivered.get(0).deliveryCount()).isEqualTo(1);
    }

    @Test
    void grantsNothingBeforeTheConnectionIsStarted() {
        open();
        send("a");
        openConsumer(1, 10);
        broker.run();
        assertThat(broker.delivered).isEmpty();

        engine.start();
        broker.run();

        assertThat(broker.delivered).hasSize(1);
    }

    @Test
    void makesRoomForWhatIsReleasedThoughTheWindowIsFull() {
        connect();
        for (int i = 0; i < 4; i++) {
            send("m" + i);
        }
        openConsumer(1, 2);
        broker.run();
        engine.taken(1, 2);
        broker.run();

        engine.release(1, true, List.of(new LaneRange(4, 0, 1)), Completion.ignored());
        broker.run();

        assertThat(broker.delivered).extracting(Delivery::sequence).containsExactly(0L, 1L, 2L, 3L, 0L, 1L);
        assertThat(broker.delivered.get(4).deliveryCount()).isEqualTo(2);
    }

    @Test
    void triesAgainLaterWhatAPartitionCannotServeNow() {
        connect();
        broker.refusal = Optional.empty();
        broker.rejects = new Predicate<>() {
            private int left = 2;

            @Override
            public boolean test(ClientFrame.Send send) {
                return left-- > 0;
            }
        };
        broker.rejectionCode = ErrorCode.PARTITION_FAILED;

        Outcome<Nothing> sent = send("a");
        broker.run();

        assertThat(sent.isDone()).isTrue();
        assertThat(broker.texts()).containsExactly("a");
    }

    @Test
    void saysGoodbyeAndFailsWhatIsOpen() {
        connect();
        openConsumer(1, 10);
        broker.run();
        Outcome<Nothing> drained = new Outcome<>();
        engine.drain(1, drained);

        engine.close();
        broker.run();

        assertThat(drained.failure().kind()).isEqualTo(Failure.Kind.CLOSED);
        assertThat(broker.received.get(broker.received.size() - 1)).isInstanceOf(ClientFrame.Bye.class);
        assertThat(broker.events).doesNotContain("failed: CLOSED");
    }

    private Predicate<ClientFrame> cutAndForget(Predicate<ClientFrame> when) {
        return frame -> {
            boolean cut = when.test(frame);
            if (cut) {
                broker.forget();
            }
            return cut;
        };
    }

    private void open() {
        Outcome<Nothing> opened = new Outcome<>();
        engine.open(broker.nowMs, opened);
        broker.run();
        assertThat(opened.isDone()).isTrue();
        engine.openSession(1);
    }

    private void connect() {
        open();
        engine.start();
    }

    private void openConsumer(int consumerId, int prefetch) {
        engine.openConsumer(
                new ConsumerSpec(
                        consumerId, 1, ORDERS, SubscriptionSpec.OF_QUEUE, "", Mode.SHARED, prefetch, 1_000_000),
                Completion.ignored());
    }

    private Outcome<Nothing> send(String text) {
        Outcome<Nothing> outcome = new Outcome<>();
        engine.send(request(ORDERS, text, false), outcome);
        return outcome;
    }

    private void transactedSend(String text) {
        engine.send(request(ORDERS, text, true), new Outcome<Nothing>());
    }

    private Outcome<Nothing> sendNonPersistent(String text, boolean transacted) {
        Outcome<Nothing> outcome = new Outcome<>();
        engine.send(request(ORDERS, text, transacted, false, 0), outcome);
        return outcome;
    }

    private SendRequest request(DestinationName destination, String text, boolean transacted) {
        return request(destination, text, transacted, true, 0);
    }

    private SendRequest request(
            DestinationName destination, String text, boolean transacted, boolean persistent, int pieces) {
        sequence++;
        return new SendRequest(
                1, destination, 1, sequence, transacted, persistent, 4, 0, 0, 0, "", pieces, Texts.encode(text));
    }
}
