package io.corduroy.conformance;

/** The same on a node with three partitions. */
class QueuesOverPartitionsTest extends QueuesTest {

    QueuesOverPartitionsTest() {
        super(Broker.withPartitions(3));
    }
}
