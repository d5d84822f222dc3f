package io.corduroy.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.sim.SimulatedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a read leaves in memory. */
class ReadCacheTest {

    @Test
    void keepsTheBatchThatWasAskedForWhateverTheReadAheadBrings() throws IOException {
        LogConfig noRoom = LogConfig.durable()
                .withMaxBatchBytes(1024, 2048)
                .withSegmentBytes(64 << 10, 64 << 10)
                .withCacheBytes(0, 0);
        OpenedLog opened = PartitionLog.open(new SimulatedDisk(1).storage(), noRoom);
        opened.replay(batch -> {});
        PartitionLog log = opened.log();
        log.beginEpoch(1);
        for (int i = 0; i < 100; i++) {
            log.append(i, ByteBuffer.allocate(500), Durability.FORCED);
        }
        for (FlushTask task = log.takeFlush(); task != null; task = log.takeFlush()) {
            log.onFlushed(task.run());
        }
        log.onApplied(log.sealedPosition());
        assertThat(log.cached(0)).isNull();

        log.onRead(log.read(0, 32 << 10).run());

        assertThat(log.cached(0)).isNotNull();
    }
}
