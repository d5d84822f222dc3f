package io.corduroy.server.partition;

/**
 * The threads of one data directory: one flushes (writes and forces, for all partitions, in order of arrival: they share the
 * disk anyway), some read backlogs (a disk serves many small reads at once faster than one after the other), one does what can
 * wait (checkpoints, deletion, files prepared ahead of use).
 */
public record DiskThreads(DiskQueue flush, DiskQueue read, DiskQueue background) implements AutoCloseable {
    private static final int READERS = 32;

    /** Starts them. */
    public static DiskThreads start(String node) {
        return new DiskThreads(
                DiskQueue.start(node + "-flush"),
                DiskQueue.start(node + "-read", READERS),
                DiskQueue.start(node + "-background"));
    }

    /** Does what is queued, then ends. */
    @Override
    public void close() {
        flush.close();
        read.close();
        background.close();
    }
}
