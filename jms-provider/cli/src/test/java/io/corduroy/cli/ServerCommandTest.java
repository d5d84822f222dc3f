package io.corduroy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.server.config.NodeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerCommandTest {

    @TempDir
    private Path directory;

    @Test
    void configPrintsAFileThatStartAccepts() throws IOException {
        CommandRun printed = CommandRun.of("server", "config", "--set", "log.durability=os", "--listen", "0.0.0.0:1");
        Path file = directory.resolve("corduroy.yaml");
        Files.writeString(file, printed.out());

        CommandRun again = CommandRun.of("server", "config", "--config", file.toString());

        assertThat(printed.status()).isZero();
        assertThat(printed.out()).contains("durability: os").contains("address: 0.0.0.0:1");
        assertThat(again.out()).isEqualTo(printed.out());
        assertThat(NodeConfig.read(file).toYaml()).isEqualTo(printed.out());
    }

    @Test
    void wrongConfigurationIsRefusedBeforeAnythingIsTouched() throws IOException {
        Path file = directory.resolve("corduroy.yaml");
        Path data = directory.resolve("data");
        Files.writeString(file, "log:\n  durabilty: os\n");

        CommandRun run = CommandRun.of("server", "start", "--data", data.toString(), "--config", file.toString());

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err())
                .isEqualToNormalizingNewlines(
                        "corduroy: " + file + ":2: unknown key \"log.durabilty\"; did you mean \"log.durability\"?\n");
        assertThat(data).doesNotExist();
    }

    @Test
    void startNeedsADirectoryOrTheWishForNone() {
        assertThat(CommandRun.of("server", "start").status()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("server", "start").err()).contains("--data DIR is missing");
        assertThat(CommandRun.of("server", "start", "--in-memory", "--data", "x")
                        .status())
                .isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("server").status()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of().err()).contains("a command is missing").contains("Usage: corduroy");
    }

    @Test
    void helpExplainsWithExamplesAndExitStatuses() {
        CommandRun main = CommandRun.of("--help");
        CommandRun start = CommandRun.of("help", "server", "start");

        assertThat(main.status()).isZero();
        assertThat(main.out()).contains("Examples:", "Exit status:", "corduroy server start --data");
        assertThat(CommandRun.of("server", "start", "--help").out())
                .contains("prints one line", "--listen", "--set", "Examples:", "Exit status:");
        assertThat(start.status()).isZero();
    }

    @Test
    void aLogMadeByNoneOfOursIsRefused() throws IOException {
        Files.writeString(directory.resolve("node"), "something else\n");

        CommandRun run = CommandRun.of("server", "start", "--data", directory.toString(), "--listen", "127.0.0.1:0");

        assertThat(run.status()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("not written by Corduroy");
    }
}
