package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What becomes of sends when all is well, when they are refused, and when the broker has restarted or forgotten. */
class SendsTest extends EngineFixture {

    @Test
    void confirmsSendsInTheirOrder() {
        connect();

        List<Outcome<Nothing>> outcomes = List.of(send("a"), send("b"), send("c"));
        broker.run();

        assertThat(outcomes).allMatch(Outcome::isDone);
        assertThat(broker.texts()).containsExactly("a", "b", "c");
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
}
