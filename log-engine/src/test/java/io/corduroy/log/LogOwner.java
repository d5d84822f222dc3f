package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A small owner of a log, which keeps things by number: PUT makes one live, DROP ends it, MOVE stores it again. It remembers everything it ever appended, so that after each
 * recovery it can say whether what came back is a beginning of that which holds at least everything that was forced.
 */
final class LogOwner {
    private static final byte PUT = 1;
    private static final byte DROP = 2;
    private static final byte MOVE = 3;

    private final SimulatedDisk disk;
    private final LogConfig config;
    private final Random random;

    /** All records that the log holds or may hold, in order. */
    private final List<byte[]> history = new ArrayList<>();

    private final Deque<Pending> unforced = new ArrayDeque<>();
    private int forcedCount;
    private int appliedCount;
    private int chainHash;
    private long nextNumber;
    private final TreeMap<Long, Address> live = new TreeMap<>();
    private long epoch;
    private @Nullable PartitionLog log;
    private int cuts;
    private int refusedCount;

    record Address(long position, int index) {}

    private record Pending(long batchPosition, int countWithRecord) {}

    LogOwner(SimulatedDisk disk, LogConfig config, long seed) {
        this.disk = disk;
        this.config = config;
        this.random = new Random(seed);
    }

    PartitionLog log() {
        return Objects.requireNonNull(log);
    }

    int forcedCount() {
        return forcedCount;
    }

    int appliedCount() {
        return appliedCount;
    }

    int cuts() {
        return cuts;
    }

    int refusedCount() {
        return refusedCount;
    }

    int liveCount() {
        return live.size();
    }

    // Recovery

    /** Opens the log and compares what is there with what must be there. */
    void recover() throws IOException {
        OpenedLog opened = reopen();

        assertThat(opened.damagedCheckpoints()).isEmpty();
        assertThat(appliedCount).as("records that came back").isBetween(forcedCount, history.size());
        requireSameHistory();
        requireLiveReadable();

        goOn();
    }

    /** Opens the log and folds what is there. */
    OpenedLog reopen() throws IOException {
        log = null;
        OpenedLog opened = PartitionLog.open(disk.storage(), config);
        live.clear();
        appliedCount = 0;
        chainHash = 1;
        opened.restore(this::restoreEntry);
        log = opened.log();
        opened.replay(batch -> apply(log(), batch));
        cuts += opened.cut().isPresent() ? 1 : 0;
        return opened;
    }

    void requireSameHistory() {
        assertThat(appliedCount).isLessThanOrEqualTo(history.size());
        assertThat(chainHash).as("hash of all records").isEqualTo(hash(appliedCount));
    }

    /** What came back is what there is from now on. */
    void goOn() {
        history.subList(appliedCount, history.size()).clear();
        unforced.clear();
        forcedCount = appliedCount;
        epoch = Math.max(epoch, log().epoch()) + 1;
        log().beginEpoch(epoch);
        nextNumber = history.size();
    }

    /** Somebody who remembers the same and looks at another disk. */
    LogOwner on(SimulatedDisk other) {
        LogOwner twin = new LogOwner(other, config, 0);
        twin.history.addAll(history);
        twin.forcedCount = forcedCount;
        return twin;
    }

    private void restoreEntry(ByteBuffer entry) {
        if (entry.remaining() == 8) {
            appliedCount = entry.getInt();
            chainHash = entry.getInt();
        } else {
            live.put(entry.getLong(), new Address(entry.getLong(), entry.getInt()));
        }
    }

    private int hash(int count) {
        int hash = 1;
        for (byte[] record : history.subList(0, count)) {
            hash = 31 * hash + Arrays.hashCode(record);
        }
        return hash;
    }

    /** Reads everything that is live, from the disk or memory, and compares it with what was put. */
    void requireLiveReadable() throws IOException {
        for (Map.Entry<Long, Address> entry : live.entrySet()) {
            ByteBuffer record = batch(entry.getValue().position).record(entry.getValue().index);
            record.get();
            assertThat(record.getLong()).isEqualTo(entry.getKey());
            byte[] original = history.get(Math.toIntExact(entry.getKey())); // a number is the index of its PUT
            assertThat(record).isEqualTo(ByteBuffer.wrap(original, 9, original.length - 9));
        }
    }

    private RecordBatch batch(long position) throws IOException {
        RecordBatch cached = log().cached(position);
        if (cached != null) {
            return cached;
        }
        ReadTask task = log().read(position, random.nextInt(4096));
        ReadTask.Result result;
        try {
            result = task.run();
        } catch (IOException | RuntimeException e) {
            log().onReadFailed(task);
            throw e;
        }
        log().onRead(result);
        return result.batches().get(0);
    }

    // What an owner does

    void put(int payloadBytes, Durability durability) {
        byte[] payload = new byte[payloadBytes];
        if (random.nextBoolean()) {
            random.nextBytes(payload); // else zeros, which look like an empty disk
        }
        append(PUT, nextNumber, payload, durability);
    }

    void drop(Durability durability) {
        Long number = anyLive();
        if (number != null) {
            append(DROP, number, new byte[0], durability);
        }
    }

    void relocate() throws IOException {
        for (SegmentInfo candidate : log().relocationCandidates()) {
            for (Map.Entry<Long, Address> entry : new TreeMap<>(live).entrySet()) {
                long position = entry.getValue().position;
                if (position >= candidate.basePosition() && position < candidate.endPosition()) {
                    ByteBuffer old = batch(position).record(entry.getValue().index);
                    byte[] payload = new byte[old.remaining() - 9];
                    old.position(9).get(payload);
                    append(MOVE, entry.getKey(), payload, Durability.FORCED);
                }
            }
        }
    }

    private @Nullable Long anyLive() {
        Long number = live.ceilingKey((long) random.nextInt((int) nextNumber + 1));
        return number != null || live.isEmpty() ? number : live.firstKey();
    }

    private void append(byte kind, long number, byte[] payload, Durability durability) {
        ByteBuffer head = ByteBuffer.allocate(9).put(kind).putLong(number).flip();
        try {
            log().append(1_000 + history.size(), head, ByteBuffer.wrap(payload), durability);
        } catch (LogFullException e) {
            refusedCount++; // nothing was appended
            return;
        }
        history.add(ByteBuffer.allocate(9 + payload.length)
                .put(kind)
                .putLong(number)
                .put(payload)
                .array());
        unforced.add(new Pending(log().appendPosition(), history.size()));
        nextNumber = history.size();
    }

    boolean isOpen() {
        return log().admission() == Admission.OPEN;
    }

    void flush() throws IOException {
        FlushTask task = random.nextInt(4) == 0 ? log().takeForcedFlush() : log().takeFlush();
        if (task != null) {
            FlushTask.Result result = task.run();
            log().onFlushed(result);
            while (!unforced.isEmpty() && unforced.getFirst().batchPosition < log().forcedPosition()) {
                forcedCount = unforced.removeFirst().countWithRecord;
            }
        }
    }

    /** Applies what is written, whether or not it is forced. */
    void applyWritten() throws IOException {
        while (log().appliedPosition() < log().writtenPosition()) {
            RecordBatch batch = batch(log().appliedPosition());
            apply(log(), batch);
            log().onApplied(batch.endPosition());
        }
    }

    private void apply(PartitionLog target, RecordBatch batch) {
        for (int i = 0; i < batch.recordCount(); i++) {
            ByteBuffer record = batch.record(i);
            byte[] bytes = new byte[record.remaining()];
            record.get(bytes);
            chainHash = 31 * chainHash + Arrays.hashCode(bytes);
            appliedCount++;
            fold(target, bytes[0], ByteBuffer.wrap(bytes).getLong(1), new Address(batch.position(), i));
        }
    }

    private void fold(PartitionLog target, byte kind, long number, Address address) {
        Address old = kind == PUT ? null : live.remove(number);
        if (old != null) {
            target.removeLive(old.position);
        }
        if (kind == PUT || (kind == MOVE && old != null)) {
            live.put(number, address);
            target.addLive(address.position);
        }
    }

    void checkpoint() {
        List<ByteBuffer> entries = new ArrayList<>();
        entries.add(
                ByteBuffer.allocate(8).putInt(appliedCount).putInt(chainHash).flip());
        live.forEach((number, address) -> entries.add(ByteBuffer.allocate(20)
                .putLong(number)
                .putLong(address.position)
                .putInt(address.index)
                .flip()));
        CheckpointTask task = log().checkpoint(sink -> {
            for (ByteBuffer entry : entries) {
                sink.write(entry);
            }
        });
        if (task != null) {
            log().onCheckpointed(task.run());
            if (log().forcedPosition() >= log().appliedPosition()) {
                forcedCount = Math.max(forcedCount, appliedCount);
            }
        }
    }

    void maintain(long nowMs) {
        for (MaintenanceTask task = log().takeMaintenance(nowMs); task != null; task = log().takeMaintenance(nowMs)) {
            log().onMaintained(task.run());
        }
    }

    /** One random thing. */
    void step() throws IOException {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> {
                if (isOpen()) {
                    int bytes =
                            random.nextInt(20) == 0 ? random.nextInt(config.maxRecordBytes() - 9) : random.nextInt(200);
                    put(bytes, random.nextInt(3) == 0 ? Durability.WRITTEN : Durability.FORCED);
                }
            }
            case 4, 5 -> drop(random.nextBoolean() ? Durability.WRITTEN : Durability.FORCED);
            case 6, 7 -> flush();
            case 8 -> applyWritten();
            case 9 -> maintain(0);
            case 10 -> {
                if (random.nextInt(3) == 0) {
                    checkpoint();
                }
            }
            default -> {
                if (random.nextInt(4) == 0 && isOpen()) {
                    relocate();
                }
            }
        }
    }
}
