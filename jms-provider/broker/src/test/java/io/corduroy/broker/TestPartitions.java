package io.corduroy.broker;

import io.corduroy.protocol.ClientInstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Twins of several partitions that talk to each other, and of the way between them, which may lose and reorder. */
final class TestPartitions {
    private record Said(int to, PartitionMessage message) {}

    private final List<TestPartition> partitions = new ArrayList<>();
    private final List<Said> underWay = new ArrayList<>();
    /** Asked for each message whether it is lost. */
    BooleanSupplier loses = () -> false;

    int said;

    TestPartitions(int count, BrokerConfig config) {
        for (int number = 1; number <= count; number++) {
            TestPartition partition = new TestPartition(number, config, TestPartition.SMALL, number);
            partition.neighbours = (to, message) -> {
                said++;
                if (!loses.getAsBoolean()) {
                    underWay.add(new Said(to, message));
                }
            };
            partitions.add(partition);
        }
    }

    TestPartition of(int number) {
        return partitions.get(number - 1);
    }

    List<TestPartition> all() {
        return partitions;
    }

    /** One client's faces, one for each partition. */
    List<TestClient> client() {
        ClientInstanceId id = TestClient.newInstance();
        return partitions.stream()
                .map(partition -> new TestClient(partition, id, "", true))
                .toList();
    }

    /** Hands over everything that is said, and lets everybody do what there is to do. */
    void settle() {
        partitions.forEach(TestPartition::settle);
        while (!underWay.isEmpty()) {
            hand(0);
            partitions.forEach(TestPartition::settle);
        }
    }

    private void hand(int place) {
        Said next = underWay.remove(place);
        TestPartition addressee = of(next.to());
        addressee.engine.onPartitionMessage(next.message(), addressee.nowMs);
    }

    /** Hands over any one of the messages, perhaps twice. */
    void handOne(Random random) {
        if (!underWay.isEmpty()) {
            int place = random.nextInt(underWay.size());
            if (random.nextInt(10) == 0) {
                underWay.add(underWay.get(place));
            }
            hand(place);
        }
    }

    /** Time passes for all, and what it brings is done. */
    void advance(long ms) {
        for (TestPartition each : partitions) {
            each.advance(ms);
        }
        settle();
    }
}
