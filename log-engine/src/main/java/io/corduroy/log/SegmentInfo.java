package io.corduroy.log;

/**
 * What a segment holds, at the time of asking.
 *
 * @param basePosition position of its first batch
 * @param endPosition position behind its last batch
 * @param sizeBytes size of its file
 * @param liveRecords how many of its records the owner counts as live
 * @param totalRecords how many records of it have been applied
 * @param sealed whether nothing will be appended to it any more
 */
public record SegmentInfo(
        long basePosition, long endPosition, long sizeBytes, long liveRecords, long totalRecords, boolean sealed) {

    /** Live records per applied record, from 0 to 1. */
    public double liveShare() {
        return totalRecords == 0 ? 0 : (double) liveRecords / totalRecords;
    }
}
