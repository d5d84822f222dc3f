package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which brokers are tried how often, and what is told when none of them will do, or at the end. */
class ConnectionLifeTest extends EngineFixture {

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
    void doublesThePauseBetweenRoundsUpToASecond() {
        connect();
        broker.unreachable = true;
        broker.cut();
        broker.run();

        // 60 s: seven doublings from 10 ms to 1 s, then one round of two addresses each 0.5 to 1 s
        assertThat(broker.connects.size()).isBetween(2 * 60, 2 * 135);
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
    void failsWhatWaitsForItsSendsWhenNoBrokerIsFoundInTime() {
        connect();
        broker.unreachable = true;
        broker.cut();
        transactedSend("a");
        Outcome<Nothing> committed = new Outcome<>();
        engine.commit(1, committed);
        engine.enterBranch(1);
        transactedSend("b");
        engine.leaveBranch(1, 1, Map.of());
        Outcome<Nothing> prepared = new Outcome<>();
        engine.prepareBranch(1, 1, new BranchId(1, new byte[] {1}, new byte[0]), 1, false, prepared);

        broker.run();

        assertThat(committed.failure().kind()).isEqualTo(Failure.Kind.CONNECTION_LOST);
        assertThat(prepared.failure().kind()).isEqualTo(Failure.Kind.CONNECTION_LOST);
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
}
