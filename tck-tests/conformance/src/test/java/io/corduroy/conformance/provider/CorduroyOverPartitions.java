package io.corduroy.conformance.provider;

/** Corduroy within the process, with its destinations on several partitions, so that transactions are over more than one. */
public final class CorduroyOverPartitions extends EmbeddedCorduroy {

    private static final int PARTITIONS = 3;

    @Override
    String node() {
        return "node.name=conformance-partitions&node.keep-open=true&node.id=3&node.partitions=" + PARTITIONS;
    }

    @Override
    public String toString() {
        return "partitions";
    }
}
