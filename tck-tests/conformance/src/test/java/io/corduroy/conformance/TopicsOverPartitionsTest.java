package io.corduroy.conformance;

/** The same on a node with three partitions. */
class TopicsOverPartitionsTest extends TopicsTest {

    TopicsOverPartitionsTest() {
        super(Broker.withPartitions(3));
    }
}
