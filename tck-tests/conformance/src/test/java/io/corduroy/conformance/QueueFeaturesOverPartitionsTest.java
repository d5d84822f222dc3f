package io.corduroy.conformance;

/** The same on a node with three partitions. */
class QueueFeaturesOverPartitionsTest extends QueueFeaturesTest {

    @Override
    Broker newBroker() {
        return Broker.withPartitions(3);
    }
}
