package io.corduroy.conformance;

/** The same on a node with three partitions. */
class TopicsOverPartitionsTest extends TopicsTest {

    @Override
    Broker newBroker() {
        return Broker.withPartitions(3);
    }
}
