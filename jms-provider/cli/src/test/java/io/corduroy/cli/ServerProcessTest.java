package io.corduroy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {

    @TempDir
    private Path data;

    @Test
    void saysWhereItIsReadyAndEndsCleanlyWhenAsked() throws Exception {
        try (ServerProcess server = new ServerProcess(data)) {
            assertThat(server.awaitReady()).matches("corduroy://127\\.0\\.0\\.1:[1-9]\\d*");
            assertThat(server.terminate()).isEqualTo(ExitCode.OK);
            server.awaitLine("node closed");
        }
    }

    @Test
    void aSecondServerOnTheDirectoryIsRefusedWithTheFirstOnesNumber() throws Exception {
        try (ServerProcess first = new ServerProcess(data)) {
            first.awaitReady();
            try (ServerProcess second = new ServerProcess(data)) {
                assertThat(second.awaitLine("corduroy: ")).contains(data.toString(), "process " + first.pid());
                assertThat(second.awaitEnd()).isEqualTo(ExitCode.CONFLICT);
            }
        }
    }

    @Test
    void startsAgainAfterKill9() throws Exception {
        try (ServerProcess first = new ServerProcess(data)) {
            first.awaitReady();
            first.kill();
        }
        try (ServerProcess second = new ServerProcess(data)) {
            second.awaitReady();
            assertThat(second.terminate()).isEqualTo(ExitCode.OK);
        }
    }

    @Test
    void weakerDurabilityIsNamedAtTheStart() throws Exception {
        try (ServerProcess server = new ServerProcess(data, "--set", "log.durability=os")) {
            server.awaitLine("log.durability is os");
            server.awaitReady();
        }
    }
}
