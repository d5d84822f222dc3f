package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Counts what a {@link LogInspector} comes past. */
final class StatisticsCounter implements LogInspector.BatchVisitor {
    private long batches;
    private long records;
    private long recordBytes;
    private long batchBytes;
    private long firstPosition = -1;
    private long endPosition;
    private long firstTimestampMs;
    private long lastTimestampMs;
    private long lastEpoch;

    private final int[] fileCounts = new int[3];
    private final long[] fileBytes = new long[3];

    @Override
    public boolean visit(String file, RecordBatch batch) {
        if (firstPosition < 0) {
            firstPosition = batch.position();
            firstTimestampMs = batch.baseTimestampMs();
        }
        batches++;
        records += batch.recordCount();
        batchBytes += batch.lengthBytes();
        for (int i = 0; i < batch.recordCount(); i++) {
            recordBytes += batch.recordLength(i);
        }
        endPosition = batch.endPosition();
        lastTimestampMs = batch.baseTimestampMs();
        lastEpoch = batch.epoch();
        return true;
    }

    LogInspector.Statistics statistics(
            Storage storage, Optional<CheckpointHeader> checkpoint, List<LogInspector.Problem> problems)
            throws IOException {
        for (String name : storage.list()) {
            if (FileNames.isSegment(name)) {
                count(storage, name, 0);
            } else if (FileNames.spareNumber(name).isPresent()) {
                count(storage, name, 1);
            } else if (FileNames.checkpointGeneration(name).isPresent()) {
                count(storage, name, 2);
            }
        }
        long live = checkpoint.stream()
                .flatMap(header -> header.segments().stream())
                .mapToLong(SegmentInfo::liveRecords)
                .sum();
        return new LogInspector.Statistics(
                fileCounts[0],
                fileBytes[0],
                fileCounts[1],
                fileBytes[1],
                fileCounts[2],
                fileBytes[2],
                batches,
                records,
                recordBytes,
                batchBytes,
                Math.max(0, firstPosition),
                endPosition,
                firstTimestampMs,
                lastTimestampMs,
                lastEpoch,
                checkpoint.map(CheckpointHeader::appliedPosition).orElse(0L),
                live,
                List.copyOf(problems));
    }

    private void count(Storage storage, String name, int kind) throws IOException {
        try (LogFile file = storage.open(name)) {
            fileCounts[kind]++;
            fileBytes[kind] += file.size();
        }
    }
}
