package io.corduroy.conformance;

/** The same on a node with three partitions. */
class QueuesOverPartitionsTest extends QueuesTest {

    @Override
    Broker newBroker() {
        return Broker.withPartitions(3);
    }
}
