package io.corduroy.server.partition;

/**
 * The threads of one data directory: one flushes (writes and forces, for all partitions, in order of arrival: they share the
 * disk anyway), one reads backlogs, one does what can wait (checkpoints, deletion, files prepared ahead of use).
 */
public record DiskThreads(DiskThread flush, DiskThread read, DiskThread background) implements AutoCloseable {

    /** Starts the three. */
    public static DiskThreads start(String node) {
        return new DiskThreads(
                DiskThread.start(node + "-flush"),
                DiskThread.start(node + "-read"),
                DiskThread.start(node + "-background"));
    }

    /** Does what is queued, then ends. */
    @Override
    public void close() {
        flush.close();
        read.close();
        background.close();
    }
}
