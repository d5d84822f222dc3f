package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.broker.state.Liveness;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.StateReader;
import io.corduroy.broker.state.StateSnapshot;
import io.corduroy.log.sim.DiskFault;
import io.corduroy.log.sim.SimulatedDisk;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A checkpoint and what came after it make the same state as the whole log. */
class CheckpointTest {
    private static final Liveness NOBODY = new Liveness() {
        @Override
        public void addLive(long batchPosition) {}

        @Override
        public void removeLive(long batchPosition) {}
    };

    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int queue = client.open(TestClient.ORDERS);
    private final int topic = client.open(TestClient.NEWS);
    private final long producer = client.producer(1);

    private void checkpoint() {
        partition.engine.checkpoint();
        partition.settle();
    }

    private void everyKindOfState() {
        client.subscribe(1, topic, new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "a", false), "");
        client.subscribe(
                2,
                topic,
                new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED_DURABLE, "me", "b", true),
                "JMSPriority > 4");
        client.subscribe(3, topic, new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false), "");
        client.send(producer, topic, "t1", "t2", "t3");
        client.sendAt(7, true, producer, topic, "t4", "t5");
        List<ServerFrame.Deliver> news = client.takeDeliveries();
        client.acknowledge(
                1,
                news.stream()
                        .filter(each -> each.consumerId() == 1)
                        .skip(1)
                        .limit(2)
                        .toList());
        client.send(producer, queue, "q1", "q2", "q3", "q4");
        client.sendAt(0, true, producer, queue, "slow");
        client.sendAt(4, false, producer, queue, "fleeting");
        client.consume(4, queue, 3);
        List<ServerFrame.Deliver> held = client.takeDeliveries();
        client.release(4, true, held.subList(0, 1));
        client.done(client.acknowledgment(4, 1, held.subList(1, 2)));
        client.sendIn(1, producer, queue, "in a transaction");
    }

    private void assertEqualToReplay() {
        SimulatedDisk withoutCheckpoint = partition.disk.copy(1);
        withoutCheckpoint.files().stream()
                .filter(file -> file.contains("checkpoint"))
                .forEach(withoutCheckpoint::remove);
        long live = partition.engine.state().stateHash();

        assertThat(partition.rebuilt(partition.disk.copy(1)).stateHash()).isEqualTo(live);
        assertThat(partition.rebuilt(withoutCheckpoint).stateHash()).isEqualTo(live);
    }

    @Test
    void aReplayedLogMakesTheStateThatWas() {
        everyKindOfState();

        assertEqualToReplay();
    }

    @Test
    void aCheckpointMakesTheStateThatWas() {
        everyKindOfState();
        checkpoint();

        assertThat(partition.disk.files()).anyMatch(file -> file.contains("checkpoint"));
        assertEqualToReplay();
    }

    @Test
    void whatTheTransientLogLetInUnfilteredIsNoPartOfTheState() {
        SubscriptionSpec spec = new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "a", false);
        client.subscribe(1, topic, spec, "JMSPriority > 4");

        client.tell(client.message(producer, 1, topic, 1, false, 7, TestClient.text("fleeting")));
        client.done(client.commit(1, 1, 0));

        assertThat(client.takeTexts()).containsExactly("fleeting");
        assertEqualToReplay();
    }

    @Test
    void whatCameAfterACheckpointIsReplayedUponIt() {
        everyKindOfState();
        checkpoint();

        client.send(producer, queue, "after");
        client.done(client.commit(1, 1, 1));
        client.closeSession(1);

        assertEqualToReplay();
        partition.crash();
        partition.advance(partition.config.graceMs());
        TestClient other = TestClient.attached(partition);
        other.consume(1, queue, 100);
        assertThat(other.takeTexts())
                .contains("q1", "in a transaction", "after")
                .doesNotContain("fleeting");
    }

    @Test
    void aSnapshotIsWrittenAsItWasThoughTheStateWentOn() throws IOException {
        everyKindOfState();
        long before = partition.engine.state().stateHash();
        StateSnapshot snapshot = partition.engine.state().snapshot();

        client.send(producer, queue, "q5", "q6");
        client.send(producer, topic, "t6");
        client.credit(4, 10);
        client.acknowledge(4, client.takeDeliveries());
        client.done(client.commit(1, 1, 1));
        client.closeSession(1);

        PartitionState restored = new PartitionState(NOBODY, NOBODY);
        snapshot.writeTo(new StateReader(restored)::accept);
        assertThat(restored.stateHash())
                .isEqualTo(before)
                .isNotEqualTo(partition.engine.state().stateHash());
    }

    @Test
    void whatOnlyAVolatileSubscriptionNeededIsNotLiveAfterARestart() {
        SubscriptionSpec durable = new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "", "a", false);
        client.subscribe(1, topic, durable, "");
        client.subscribe(2, topic, new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED, "", "", false), "");
        client.send(producer, topic, "a");
        client.acknowledge(
                1,
                client.takeDeliveries().stream()
                        .filter(each -> each.consumerId() == 1)
                        .toList());
        assertThat(partition.liveRecords()).isEqualTo(1);
        checkpoint();

        partition.crash();

        assertThat(partition.liveRecords()).isZero();
    }

    @Test
    void aLargeBacklogAndManyDestinationsAreRestored() {
        partition.checking = false;
        for (int i = 0; i < 300; i++) {
            int each = client.open(new DestinationName(DestinationName.Kind.QUEUE, "queue-" + i));
            client.tell(client.message(producer, each, "only"));
        }
        for (int i = 0; i < 20_000; i++) {
            client.tell(client.message(producer, queue, "message " + i));
            if (i % 100 == 0) {
                partition.settle();
            }
        }
        client.consume(1, queue, 9_000);
        client.acknowledge(1, client.takeDeliveries().subList(5, 8_990));
        partition.checking = true;
        checkpoint();

        assertEqualToReplay();
        assertThat(partition.engine.state().stateHash() >>> 32).isLessThan(120_000);
        partition.crash();
        assertThat(partition.depth(queue)).isEqualTo(20_000 - 8_985);
        client.attach();
        client.done(new ClientFrame.Resumed(1, client.nextRequest()));
        client.consume(1, queue, 10);
        assertThat(client.takeTexts())
                .startsWith("message 0", "message 1", "message 2", "message 3", "message 4")
                .endsWith("message 8994");
    }

    @Test
    void mayEndAfterThePartitionHasFailed() {
        client.tell(client.message(producer, queue, "a"));
        partition.turn();
        partition.engine.checkpoint();
        partition.disk.setFault((operation, path) -> {
            if (operation == DiskFault.Operation.FORCE) {
                throw new IOException("input/output error");
            }
        });

        partition.runOneTask();
        assertThat(partition.failure).hasMessageContaining("input/output error");
        partition.disk.setFault(DiskFault.NONE);
        partition.runOneTask();

        assertThat(partition.waitingTasks()).isZero();
        assertThat(partition.engine.isFailed()).isTrue();
    }
}
