package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame.SendConfirmed;
import io.corduroy.protocol.frame.ServerFrame.SendRejected;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A send that was refused stays refused when its client repeats it, whatever was accepted after it. */
class SendRefusalTest {
    private static final BrokerConfig SMALL_MESSAGES =
            BrokerConfig.builder().maxMessageBytes(1_000).build();

    private final TestPartition partition = new TestPartition(SMALL_MESSAGES);
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final long producer = client.producer(1);

    private ClientFrame.Send send(long sequence, int bytes) {
        ByteBuffer text = TestClient.text("x".repeat(bytes));
        return client.message(producer, sequence, queue, 0, true, 4, text);
    }

    private void sendAll(List<ClientFrame.Send> sends) {
        sends.forEach(client::tell);
        partition.settle();
    }

    private List<Long> refused() {
        return client.all(SendRejected.class).stream()
                .map(SendRejected::sequence)
                .toList();
    }

    private boolean isConfirmed(long sequence) {
        return client.all(SendConfirmed.class).stream()
                .anyMatch(each -> each.firstSequence() <= sequence && sequence <= each.lastSequence());
    }

    @Test
    void staysRefusedOnTheNextLink() {
        List<ClientFrame.Send> sends = List.of(send(1, 10), send(2, 2_000), send(3, 10));
        sendAll(sends);
        partition.disconnect(client, false);
        client.attach();
        client.producer(1);

        sendAll(sends);
        client.resumed();

        assertThat(refused()).containsExactly(2L);
        assertThat(client.all(SendRejected.class).get(0).code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE);
        assertThat(isConfirmed(1)).isTrue();
        assertThat(isConfirmed(2)).isFalse();
        assertThat(isConfirmed(3)).isTrue();
    }

    @Test
    void staysRefusedInTheNextEpochThoughItWouldBeAcceptedNow() {
        sendAll(List.of(send(1, 10), send(2, 2_000), send(3, 10)));
        partition.crash();
        client.attach();
        client.producer(1);

        sendAll(List.of(send(2, 10), send(3, 10), send(4, 10)));
        client.resumed();
        client.consume(1, queue, 10);

        assertThat(refused()).containsExactly(2L);
        assertThat(isConfirmed(3)).isTrue();
        assertThat(isConfirmed(4)).isTrue();
        assertThat(client.takeTexts()).hasSize(3);
    }

    @Test
    void staysRefusedWhenTheLogHadNoRoomForItAndHasAgain() {
        TestPartition tight = new TestPartition();
        TestClient sender = TestClient.attached(tight);
        int orders = sender.open(TestClient.ORDERS);
        long number = sender.producer(1);
        List<ClientFrame.Send> sends = new ArrayList<>();
        for (int sequence = 1; sequence <= 20; sequence++) {
            ByteBuffer text = TestClient.text("x".repeat(sequence < 20 ? 200_000 : 10));
            sends.add(sender.message(number, sequence, orders, 0, true, 4, text));
        }
        tight.disk.setCapacityBytes(3 << 20);
        sends.subList(0, 19).forEach(sender::tell);
        tight.settle();
        tight.disk.setCapacityBytes(Long.MAX_VALUE);
        tight.advance(10_000);
        sender.tell(sends.get(19));
        tight.settle();
        List<Long> refused = sender.all(SendRejected.class).stream()
                .map(SendRejected::sequence)
                .toList();
        assertThat(refused).isNotEmpty().doesNotContain(20L);
        tight.disconnect(sender, false);
        sender.attach();
        sender.producer(1);

        sends.forEach(sender::tell);
        tight.settle();

        assertThat(sender.all(SendRejected.class))
                .extracting(SendRejected::sequence)
                .isEqualTo(refused);
    }

    @Test
    void allOfAWindowStayRefusedInTheNextEpoch() {
        List<ClientFrame.Send> sends = new ArrayList<>();
        for (int sequence = 1; sequence <= 1_024; sequence++) {
            sends.add(send(sequence, sequence % 2 == 0 ? 10 : 2_000));
        }
        sendAll(sends);
        partition.crash();
        client.attach();
        client.producer(1);

        sendAll(sends);
        client.resumed();

        assertThat(refused()).hasSize(512).allMatch(sequence -> sequence % 2 == 1);
    }
}
