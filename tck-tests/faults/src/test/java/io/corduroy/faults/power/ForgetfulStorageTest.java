package io.corduroy.faults.power;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.storage.FileStorage;
import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgetfulStorageTest {
    private static final int LIVES = 60;

    @TempDir
    Path directory;

    private int lives;

    private ForgetfulStorage open() throws IOException {
        lives++;
        return ForgetfulStorage.open(directory.resolve("data"), lives);
    }

    @Test
    void showsWhatWasWrittenAndKeepsWhatWasForced() throws IOException {
        try (ForgetfulStorage storage = open()) {
            try (LogFile file = storage.create("a")) {
                write(file, 0, "forced");
                file.force();
                storage.forceDirectory();
            }
            assertThat(read(storage, "a")).isEqualTo("forced");
        }

        try (FileStorage after = FileStorage.open(directory.resolve("data"))) {
            assertThat(read(after, "a")).isEqualTo("forced");
        }
    }

    @Test
    void losesEverythingElseOrKeepsItAsItLikes() throws IOException {
        Set<String> remains = new HashSet<>();
        for (int life = 0; life < LIVES; life++) {
            try (ForgetfulStorage storage = open()) {
                reset(storage);
                try (LogFile file = storage.open("a")) {
                    write(file, 0, "x".repeat(3_000));
                    write(file, 3_000, "y".repeat(6_000));
                    assertThat(file.size()).isEqualTo(9_000);
                }
                storage.rename("a", "b");
                storage.create("c").close();
                assertThat(storage.list()).containsExactly("b", "c");
                assertThat(read(storage, "b")).isEqualTo("x".repeat(3_000) + "y".repeat(6_000));
            }
            try (FileStorage after = FileStorage.open(directory.resolve("data"))) {
                List<String> names = after.list();
                String text = read(after, names.contains("a") ? "a" : "b");
                remains.add(names + " " + (text.equals("old") ? "old" : text.length() < 9_000 ? "torn" : "longer"));
            }
        }

        assertThat(remains)
                .contains("[a] old")
                .anyMatch(each -> each.startsWith("[b]"))
                .anyMatch(each -> each.startsWith("[a, c]"))
                .anyMatch(each -> each.endsWith("torn"));
    }

    private static void reset(Storage storage) throws IOException {
        for (String name : storage.list()) {
            storage.delete(name);
        }
        try (LogFile file = storage.create("a")) {
            write(file, 0, "old");
            file.force();
        }
        storage.forceDirectory();
    }

    private static void write(LogFile file, long offset, String text) throws IOException {
        file.write(offset, List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII))));
    }

    private static String read(Storage storage, String name) throws IOException {
        try (LogFile file = storage.open(name)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
            file.read(0, bytes);
            return StandardCharsets.US_ASCII.decode(bytes.flip()).toString();
        }
    }
}
