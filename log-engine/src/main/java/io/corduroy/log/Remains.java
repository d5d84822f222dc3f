package io.corduroy.log;

import java.io.IOException;

/** What lies behind the end of a log: pieces of what was being written, or evidence that more was once forced. */
final class Remains {
    private boolean found;
    private int completeBatches;
    private long forcedPosition;
    private String witness = "";

    /**
     * Searches one segment from a position to the end of its file. Looks at every byte, since behind a torn batch nothing says where the next one begins.
     *
     * @return the end of the last thing that calls itself a batch of the very place it stands at; the start if there is none
     */
    long search(SegmentScanner scanner, Segment segment, long fromPosition) throws IOException {
        long lastEnd = fromPosition;
        for (long at = scanner.nextClaim(fromPosition); at >= 0; at = scanner.nextClaim(at + 1)) {
            found = true;
            lastEnd = Math.max(lastEnd, at + Math.max(BatchFormat.HEADER_BYTES, scanner.claimedLength(at)));
            examine(scanner, segment, at);
        }
        return lastEnd;
    }

    private void examine(SegmentScanner scanner, Segment segment, long position) throws IOException {
        RecordBatch batch;
        try {
            batch = scanner.batchAt(position, 0);
        } catch (BadBatch e) {
            return; // torn; it witnesses nothing, but it will be overwritten
        }
        completeBatches++;
        if (batch.forcedPosition() > forcedPosition) {
            forcedPosition = batch.forcedPosition();
            witness = "the batch at position " + position + " in " + segment.file.name();
        }
    }

    /** A checkpoint knows that everything below a position was forced. */
    void testify(CheckpointHeader checkpoint) {
        if (checkpoint.forcedPosition() > forcedPosition) {
            forcedPosition = checkpoint.forcedPosition();
            witness = FileNames.checkpoint(checkpoint.generation());
        }
    }

    /** Whether there is anything that calls itself a batch. */
    boolean found() {
        return found;
    }

    int completeBatches() {
        return completeBatches;
    }

    /** The highest position below which a witness says that everything was forced. */
    long forcedPosition() {
        return forcedPosition;
    }

    /** Who says so. */
    String witness() {
        return witness;
    }
}
