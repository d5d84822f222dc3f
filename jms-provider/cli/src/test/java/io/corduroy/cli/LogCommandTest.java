package io.corduroy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.server.Node;
import io.corduroy.server.config.ListenAddress;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCommandTest {

    @TempDir
    private Path data;

    @BeforeEach
    void writeALog() throws IOException {
        NodeConfig config = NodeConfig.defaults()
                .with(Settings.NODE_DATA, Optional.of(data))
                .with(Settings.LOG_SEGMENT_SIZE, 8L << 20)
                .with(Settings.LISTEN_ADDRESS, new ListenAddress("127.0.0.1", 0));
        try (Node node = Node.start(config)) {
            assertThat(CommandRun.of(
                                    "message",
                                    "send",
                                    "q",
                                    "--text",
                                    "in the log",
                                    "--count",
                                    "5",
                                    "--url",
                                    node.listen())
                            .status())
                    .isZero();
            CommandRun during = CommandRun.of("log", "verify", data.toString());
            assertThat(during.err()).contains("a server is using " + data);
        }
    }

    @Test
    void aCleanLogIsSoundAndCounted() {
        CommandRun verified = CommandRun.of("log", "verify", data.toString());
        CommandRun counted = CommandRun.of("log", "stats", data.toString(), "--output", "json");

        assertThat(verified.status()).isZero();
        assertThat(verified.out()).isEqualToIgnoringNewLines("sound");
        assertThat(counted.status()).isZero();
        assertThat(counted.out()).contains("\"log\": \"partition-1\"", "\"segments\": 1", "\"epoch\": 1");
    }

    @Test
    void dumpNamesEachRecordAndWhichMessageItIs() {
        CommandRun dumped = CommandRun.of("log", "dump", data.toString());
        CommandRun first =
                CommandRun.of("log", "dump", data.resolve("partition-1").toString(), "--limit", "1");

        assertThat(dumped.status()).isZero();
        assertThat(dumped.out().lines().filter(line -> line.contains("record=message destination=")))
                .hasSize(5);
        assertThat(first.out()).isEqualTo(dumped.out().lines().findFirst().orElseThrow() + System.lineSeparator());
        assertThat(first.out())
                .startsWith("log=partition-1 position=0 index=0 epoch=1")
                .contains("record=partition-created");
    }

    @Test
    void aFlippedByteIsDamageWithItsPlace() throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(data.resolve("partition-1"))) {
            segment = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
        }
        try (FileChannel channel = FileChannel.open(segment, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer there = ByteBuffer.allocate(1);
            channel.read(there, 45);
            channel.write(ByteBuffer.wrap(new byte[] {(byte) ~there.get(0)}), 45);
        }

        CommandRun verified = CommandRun.of("log", "verify", data.toString());

        assertThat(verified.status()).isEqualTo(ExitCode.DAMAGED);
        assertThat(verified.out()).contains("damage", segment.getFileName().toString());
    }

    @Test
    void aDirectoryThatIsNotThereIsNotFound() {
        assertThat(CommandRun.of("log", "stats", data + "/none").status()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(CommandRun.of("log").status()).isEqualTo(ExitCode.USAGE);
    }
}
