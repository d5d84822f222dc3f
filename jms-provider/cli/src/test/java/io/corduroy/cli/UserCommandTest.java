package io.corduroy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserCommandTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private CommandRun user(String command, String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "user";
        all[1] = command;
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        all[all.length - 2] = "--users";
        all[all.length - 1] = directory.resolve("users").toString();
        return CommandRun.of(all);
    }

    @Test
    void addsListsChangesAndRemoves() throws IOException {
        assertThat(user("add", "bob", "--password", "builder").out()).isEqualTo("added \"bob\"\n");
        assertThat(user("add", "alice", "--password", "wonder").status()).isEqualTo(ExitCode.OK);
        assertThat(user("list").out()).isEqualTo("USER\nalice\nbob\n");
        assertThat(user("list", "--output", "json").out()).contains("\"user\": \"alice\"", "\"user\": \"bob\"");
        String before = Files.readString(directory.resolve("users"));

        assertThat(user("password", "bob", "--password", "again").status()).isEqualTo(ExitCode.OK);

        assertThat(Files.readString(directory.resolve("users")))
                .isNotEqualTo(before)
                .doesNotContain("again");
        assertThat(user("remove", "bob").status()).isEqualTo(ExitCode.OK);
        assertThat(user("list").out()).isEqualTo("USER\nalice\n");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(user("list").status()).isEqualTo(ExitCode.FAILED);
        assertThat(user("add", "bob", "--password", "builder").status()).isEqualTo(ExitCode.OK);
        assertThat(user("add", "bob", "--password", "other").status()).isEqualTo(ExitCode.CONFLICT);
        assertThat(user("password", "alice", "--password", "other").status()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(user("remove", "alice").status()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(user("add", "a:b", "--password", "x").status()).isEqualTo(ExitCode.USAGE);
        assertThat(user("add", "carol", "--password", "").status()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("user", "list").err()).contains("--users FILE is missing");
        assertThat(CommandRun.of("user").status()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("user", "--help").out()).contains("printf %s \"$SECRET\" | corduroy user add");
    }
}
