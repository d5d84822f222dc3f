package io.corduroy.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLimitTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void aRaceHasARatioAndLeavesOnlyTheDirectory() throws IOException {
        String line = new DiskLimit(directory.resolve("race"), 1).race(3, 8);

        assertThat(line).startsWith(" 3 appenders of 1,024 bytes: log ").containsPattern("ratio [0-9]+\\.[0-9]{2} ");
        assertThat(Files.list(directory.resolve("race"))).isEmpty();
    }
}
