package io.corduroy.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    private static final PasswordHash HASH = PasswordHash.of("secret", 1, new SecureRandom());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @BeforeEach
    void setUp() {
        file = directory.resolve("users");
    }

    @Test
    void surviveTheirFileWhichOnlyItsOwnerMayRead() throws IOException {
        Users.none().with("bob", HASH).with("alice b.", HASH).without("bob").write(file);

        assertThat(Users.read(file).names()).containsExactly("alice b.");
        assertThat(Users.read(file).hashOf("alice b.").orElseThrow().matches("secret"))
                .isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        Users.none().with("bob", HASH).write(file);

        Users.read(link).with("alice", HASH).write(link);

        assertThat(link).isSymbolicLink();
        assertThat(Users.read(file).names()).containsExactly("alice", "bob");
    }

    @Test
    void emptyLinesAndCommentsAreNoUsers() throws IOException {
        Files.writeString(file, "# nobody\n\n   \nbob:" + HASH.toText() + "\n");

        assertThat(Users.read(file).names()).containsExactly("bob");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "bob:secret", ":pbkdf2", "bob=1"})
    void whatIsNoUserIsRefusedWithItsLine(String line) throws IOException {
        Files.writeString(file, "# users\n" + line + "\n");

        assertThatThrownBy(() -> Users.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ", line 2: ")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aSecondLineForAUserIsRefused() throws IOException {
        Files.writeString(file, "bob:" + HASH.toText() + "\nbob:" + HASH.toText() + "\n");

        assertThatThrownBy(() -> Users.read(file)).hasMessageContaining("line 2: a second line for user \"bob\"");
    }

    @Test
    void garbageIsRefused() throws IOException {
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> Users.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no file of users");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", " a", "a ", "#a", "a\nb", "a\u0000"})
    void whatCouldNotBeReadAgainIsNoName(String name) {
        assertThatThrownBy(() -> Users.none().with(name, HASH)).isInstanceOf(IllegalArgumentException.class);
    }
}
