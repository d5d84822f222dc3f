package io.corduroy.log;

import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs the tasks of a log where they are taken. */
final class Driver {
    private Driver() {}

    static PartitionLog open(Storage storage, LogConfig config) throws IOException {
        return open(storage, config, new ArrayList<>());
    }

    /** Opens, replays and begins the next epoch; collects the texts of all records that were replayed. */
    static PartitionLog open(Storage storage, LogConfig config, List<String> found) throws IOException {
        OpenedLog opened = PartitionLog.open(storage, config);
        opened.restore(entry -> {});
        opened.replay(batch -> found.addAll(texts(batch)));
        opened.log().beginEpoch(opened.log().epoch() + 1);
        return opened.log();
    }

    static long append(PartitionLog log, String text) {
        log.append(1_700_000_000_000L, bytes(text), Durability.FORCED);
        return log.appendPosition();
    }

    /** Appends a record in a batch of its own and makes it durable; returns its position. */
    static long store(PartitionLog log, String text) throws IOException {
        long position = append(log, text);
        flush(log);
        return position;
    }

    static FlushTask takeFlush(PartitionLog log) {
        return Objects.requireNonNull(log.takeFlush());
    }

    static void flush(PartitionLog log) throws IOException {
        for (FlushTask task = log.takeFlush(); task != null; task = log.takeFlush()) {
            log.onFlushed(task.run());
        }
        log.onApplied(log.sealedPosition());
    }

    static void maintain(PartitionLog log, long nowMs) {
        for (MaintenanceTask task = log.takeMaintenance(nowMs); task != null; task = log.takeMaintenance(nowMs)) {
            log.onMaintained(task.run());
        }
    }

    static CheckpointTask.Result checkpoint(PartitionLog log, String... entries) {
        CheckpointTask task = log.checkpoint(sink -> {
            for (String entry : entries) {
                sink.write(bytes(entry));
            }
        });
        if (task == null) {
            throw new IllegalStateException("another checkpoint is under way");
        }
        CheckpointTask.Result result = task.run();
        log.onCheckpointed(result);
        return result;
    }

    static RecordBatch read(PartitionLog log, long position) throws IOException {
        ReadTask task = log.read(position, 1);
        try {
            ReadTask.Result result = task.run();
            log.onRead(result);
            return result.batches().get(0);
        } catch (IOException e) {
            log.onReadFailed(task);
            throw e;
        }
    }

    static List<String> texts(RecordBatch batch) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < batch.recordCount(); i++) {
            texts.add(text(batch.record(i)));
        }
        return texts;
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
