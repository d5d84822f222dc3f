package io.corduroy.load.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void sectorsOfTheDeviceAreCountedInBytes() throws IOException {
        Path statistics = Files.write(
                directory.resolve("diskstats"),
                List.of(
                        " 254       0 vda 1 2 3 4 5 6 7 8 9 10 11 0 0 0 0 0 0",
                        " 254       1 vda1 1 2 3 4 5 6 70 8 9 10 11 0 0 0 0 0 0"));

        assertThat(new Disk(statistics, "vda").writtenBytes()).hasValue(7 * 512);
        assertThat(new Disk(statistics, "vda1").writtenBytes()).hasValue(70 * 512);
    }

    @Test
    void whatTheSystemDoesNotSayIsUnknown() throws IOException {
        assertThat(new Disk(directory.resolve("absent"), "vda").writtenBytes()).isEmpty();
        assertThat(new Disk(Files.createFile(directory.resolve("empty")), "tmpfs").writtenBytes())
                .isEmpty();
    }
}
