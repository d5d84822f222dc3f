package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.DuplicateDetection;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Senders that give the same identifiers to what they send, alone and in transactions, while the power goes and checkpoints are
 * taken: what was confirmed is there, and never twice.
 */
class DuplicateRaceTest {
    private static final int IDS = 40;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("duplicate.seeds", 40));
    }

    private static final class Sender {
        final TestClient client;
        final long producer;
        final Set<String> inTransaction = new HashSet<>();
        final Map<Long, Set<String>> committing = new HashMap<>();
        final Map<Long, String> sent = new HashMap<>();
        long transaction = 1;
        boolean doomed;

        Sender(TestPartition partition) {
            client = TestClient.attached(partition);
            client.open(TestClient.ORDERS);
            producer = client.producer(1);
        }
    }

    private final Set<String> confirmed = new HashSet<>();

    private void send(Sender sender, String id, boolean transacted, int queue) {
        MessageFields fields = new MessageFields().property(DuplicateDetection.PROPERTY, id);
        long sequence = sender.client.nextSequence(sender.producer);
        sender.client.tell(sender.client.message(
                sender.producer,
                sequence,
                queue,
                transacted ? sender.transaction : 0,
                true,
                4,
                MessageEncoder.encode(fields)));
        if (transacted) {
            sender.inTransaction.add(id);
        } else {
            sender.sent.put(sequence, id);
        }
    }

    private void end(Sender sender, boolean commits, int sends) {
        ClientFrame.Commit commit = sender.client.commit(sender.transaction, sends, 0);
        if (commits) {
            sender.committing.put(commit.requestId(), Set.copyOf(sender.inTransaction));
            sender.client.tell(commit);
        } else {
            sender.client.tell(sender.client.rollback(sender.transaction));
        }
        sender.inTransaction.clear();
        sender.transaction++;
        sender.doomed = false;
    }

    private void listen(Sender sender) {
        for (ServerFrame frame : List.copyOf(sender.client.received)) {
            if (frame instanceof ServerFrame.SendConfirmed of) {
                LongStream.rangeClosed(of.firstSequence(), of.lastSequence())
                        .mapToObj(sender.sent::remove)
                        .filter(id -> id != null)
                        .forEach(confirmed::add);
            } else if (frame instanceof ServerFrame.SendRejected) {
                sender.doomed = true;
            } else if (frame instanceof ServerFrame.Done done) {
                confirmed.addAll(sender.committing.getOrDefault(done.requestId(), Set.of()));
            }
        }
        sender.client.received.clear();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsConfirmedIsThereOnce(long seed) {
        Random random = new Random(seed);
        TestPartition partition = new TestPartition(BrokerConfig.defaults(), TestPartition.SMALL, seed);
        List<Sender> senders = newSenders(partition);
        int queue = senders.get(0).client.open(TestClient.ORDERS);
        Map<Sender, Integer> sendsInTransaction = new HashMap<>();
        for (int step = 0; step < 300; step++) {
            Sender sender = senders.get(random.nextInt(senders.size()));
            int choice = random.nextInt(100);
            if (choice < 40) {
                send(sender, "id-" + random.nextInt(IDS), false, queue);
            } else if (choice < 70) {
                send(sender, "id-" + random.nextInt(IDS), true, queue);
                sendsInTransaction.merge(sender, 1, Integer::sum);
            } else if (choice < 80) {
                partition.settle(); // so that it is known whether it is doomed
                listen(sender);
                boolean commits = !sender.doomed && random.nextInt(3) > 0;
                end(sender, commits, sendsInTransaction.getOrDefault(sender, 0));
                sendsInTransaction.remove(sender);
            } else if (choice < 95) {
                partition.settle();
                senders.forEach(this::listen);
            } else if (choice < 97) {
                partition.engine.checkpoint();
            } else {
                partition.crash();
                senders = newSenders(partition);
                sendsInTransaction.clear();
            }
        }
        partition.settle();
        senders.forEach(this::listen);
        partition.assertRebuilt();

        assertThat(idsIn(partition, queue)).doesNotHaveDuplicates().containsAll(confirmed);
    }

    private static List<Sender> newSenders(TestPartition partition) {
        List<Sender> senders = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            senders.add(new Sender(partition));
        }
        return senders;
    }

    private static List<String> idsIn(TestPartition partition, int queue) {
        TestClient reader = TestClient.attached(partition);
        partition.advance(BrokerConfig.defaults().graceMs() + 1); // for those that a crash has cut off
        reader.consume(1, queue, 1_000);
        List<String> ids = new ArrayList<>();
        for (ServerFrame.Deliver each : reader.takeDeliveries()) {
            ids.add(String.valueOf(EncodedMessage.of(each.message()).property(DuplicateDetection.PROPERTY)));
        }
        return ids;
    }
}
