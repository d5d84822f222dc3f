package io.corduroy.log.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.Durability;
import io.corduroy.log.FlushTask;
import io.corduroy.log.LogConfig;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class MemoryStorageTest {
    private static final int PAGE = MemoryStorage.PAGE_BYTES;

    private final MemoryStorage storage = MemoryStorage.create("test", 4L * PAGE);

    @Test
    void readsBackWhatWasWrittenAcrossPages() throws IOException {
        LogFile file = storage.create("a");
        byte[] bytes = new byte[PAGE + 100];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 251 + 1);
        }

        file.write(PAGE - 50, List.of(ByteBuffer.wrap(bytes, 0, 70), ByteBuffer.wrap(bytes, 70, bytes.length - 70)));

        ByteBuffer read = ByteBuffer.allocate(2 * bytes.length);
        assertThat(file.read(PAGE - 50, read)).isEqualTo(bytes.length);
        assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(file.size()).isEqualTo(PAGE - 50 + bytes.length);
    }

    @Test
    void zerosTakeNoMemoryAndReadAsZeros() throws IOException {
        LogFile file = storage.create("prepared");

        file.write(0, List.of(ByteBuffer.allocate(100 * PAGE)));

        ByteBuffer read = ByteBuffer.allocate(10);
        assertThat(storage.usedBytes()).isZero();
        assertThat(file.size()).isEqualTo(100L * PAGE);
        assertThat(file.read(99L * PAGE - 5, read)).isEqualTo(10);
        assertThat(read.flip()).isEqualTo(ByteBuffer.allocate(10));
        assertThat(file.read(100L * PAGE, ByteBuffer.allocate(1))).isZero();
    }

    @Test
    void zerosOverwriteWhatWasThere() throws IOException {
        LogFile file = storage.create("a");
        file.write(0, List.of(ByteBuffer.wrap(new byte[] {1, 2, 3})));

        file.write(1, List.of(ByteBuffer.allocate(1)));

        ByteBuffer read = ByteBuffer.allocate(3);
        file.read(0, read);
        assertThat(read.array()).containsExactly(1, 0, 3);
    }

    @Test
    void isFullBeyondItsLimitUntilAFileIsDeleted() throws IOException {
        Storage child = storage.directory("child");
        child.create("a").write(0, List.of(nonZero(4 * PAGE)));
        LogFile late = storage.create("b");

        assertThatThrownBy(() -> late.write(0, List.of(nonZero(1)))).isInstanceOf(DiskFullException.class);

        child.delete("a");
        late.write(0, List.of(nonZero(1)));
        assertThat(storage.usedBytes()).isEqualTo(PAGE);
    }

    @Test
    void namesBehaveLikeThoseOfADisk() throws IOException {
        storage.create("a").write(0, List.of(nonZero(1)));
        storage.create("b").write(0, List.of(nonZero(2)));

        assertThatThrownBy(() -> storage.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThatThrownBy(() -> storage.open("none")).isInstanceOf(NoSuchFileException.class);

        storage.rename("b", "a");
        assertThat(storage.list()).containsExactly("a");
        assertThat(storage.open("a").size()).isEqualTo(2);
        assertThat(storage.usedBytes()).isEqualTo(PAGE);
    }

    @Test
    void aLogInMemoryIsFoundAgain() throws IOException {
        MemoryStorage large = MemoryStorage.create("log", 64L << 20);
        OpenedLog opened = PartitionLog.open(large, LogConfig.durable());
        opened.replay(batch -> {});
        PartitionLog log = opened.log();
        log.beginEpoch(1);
        log.append(1, ByteBuffer.wrap(new byte[] {7}), Durability.FORCED);
        FlushTask flush = Objects.requireNonNull(log.takeFlush());
        log.onFlushed(flush.run());

        OpenedLog again = PartitionLog.open(large, LogConfig.durable());

        assertThat(again.log().endPosition()).isEqualTo(log.endPosition());
        assertThat(large.usedBytes()).isLessThan(1 << 20);
    }

    private static ByteBuffer nonZero(int bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            buffer.put((byte) 9);
        }
        return buffer.flip();
    }
}
