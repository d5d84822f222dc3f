package io.corduroy.conformance;

/** The same on a node with three partitions. */
class QueueFeaturesOverPartitionsTest extends QueueFeaturesTest {

    QueueFeaturesOverPartitionsTest() {
        super(Broker.withPartitions(3));
    }
}
