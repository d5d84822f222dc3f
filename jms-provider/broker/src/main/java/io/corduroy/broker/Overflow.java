package io.corduroy.broker;

import io.corduroy.log.Durability;
import io.corduroy.log.LogFullException;
import io.corduroy.log.PartitionLog;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a decision waits for which the log has no room left, the reserve used up. It is as good as appended, and like
 * everything appended it can be lost with the process, for it is not committed, not applied and not answered before the
 * log has room again and takes it, in its order. Meanwhile nothing more is decided (decisions/0009), so that it stays small.
 */
final class Overflow {
    private static final Logger LOG = LoggerFactory.getLogger(Overflow.class);

    private final PartitionLog log;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long bytes;

    private record Waiting(ByteBuffer record, Durability durability) {}

    Overflow(PartitionLog log) {
        this.log = log;
    }

    /** Appends a record, or has it wait behind those that wait already. */
    void append(long nowMs, ByteBuffer record, Durability durability) {
        if (waiting.isEmpty() && placed(nowMs, record, durability)) {
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(record.remaining());
        waiting.add(new Waiting(copy.put(record.duplicate()).flip(), durability));
        bytes += copy.limit();
    }

    private boolean placed(long nowMs, ByteBuffer record, Durability durability) {
        try {
            log.append(nowMs, record, durability);
            return true;
        } catch (LogFullException e) {
            if (waiting.isEmpty()) {
                LOG.error("the reserve is used up, the partition waits for space on the disk: {}", e.getMessage());
            }
            return false;
        }
    }

    /** Appends what there is room for now. */
    void drain(long nowMs) {
        if (waiting.isEmpty()) {
            return;
        }
        int before = waiting.size();
        for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
            if (!placed(nowMs, next.record, next.durability)) {
                return;
            }
            waiting.remove();
            bytes -= next.record.limit();
        }
        LOG.info("there is space again, the partition goes on: recordsThatWaited={}", before);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    long bytes() {
        return bytes;
    }
}
