package io.corduroy.server.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.server.login.Authenticator.Login;
import io.corduroy.server.login.Authenticator.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileAuthenticatorTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Users ALICE = Users.none().with("alice", PasswordHash.of("wonder", 10, RANDOM));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @SuppressWarnings("NullAway.Init")
    private Path file;

    @SuppressWarnings("NullAway.Init")
    private FileAuthenticator authenticator;

    @BeforeEach
    void setUp() throws IOException {
        file = directory.resolve("users");
        ALICE.write(file);
        authenticator = FileAuthenticator.open(file, false);
    }

    private Verdict verdict(String user, String password) throws Exception {
        return authenticator
                .authenticate(new Login(user, password, "here"))
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @Test
    void letsInWhoGivesTheRightPassword() throws Exception {
        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.ACCEPTED);
        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.ACCEPTED); // known by now
        assertThat(verdict("alice", "Wonder")).isEqualTo(Verdict.REJECTED);
        assertThat(verdict("alice", "")).isEqualTo(Verdict.REJECTED);
        assertThat(verdict("bob", "wonder")).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void letsInNobodyWithoutNameUnlessToldTo() throws Exception {
        assertThat(verdict("", "")).isEqualTo(Verdict.REJECTED);

        authenticator = FileAuthenticator.open(file, true);

        assertThat(verdict("", "")).isEqualTo(Verdict.ACCEPTED);
        assertThat(verdict("bob", "")).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void noticesThatTheFileHasChanged() throws Exception {
        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.ACCEPTED);

        ALICE.with("alice", PasswordHash.of("land", 10, RANDOM))
                .with("bob", PasswordHash.of("builder", 10, RANDOM))
                .write(file);

        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.REJECTED);
        assertThat(verdict("alice", "land")).isEqualTo(Verdict.ACCEPTED);
        assertThat(verdict("bob", "builder")).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void goesOnWithWhatItKnowsWhenTheFileIsSpoiled() throws Exception {
        Files.writeString(file, "garbage\n");

        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.ACCEPTED);
        Files.delete(file);
        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.ACCEPTED);
        ALICE.without("alice").write(file);
        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void answersEverybodyWhoComesAtOnce() {
        List<CompletableFuture<Verdict>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Login login = new Login("alice", i % 2 == 0 ? "wonder" : "wrong", "here:" + i);
            answers.add(authenticator.authenticate(login).toCompletableFuture());
        }

        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i))
                    .succeedsWithin(60, TimeUnit.SECONDS)
                    .isEqualTo(i % 2 == 0 ? Verdict.ACCEPTED : Verdict.REJECTED);
        }
    }

    @Test
    void whoGuessesFromOneAddressKeepsNobodyElseWaiting() throws Exception {
        Users.none()
                .with("alice", PasswordHash.of("wonder", PasswordHash.ITERATIONS, RANDOM))
                .write(file);
        AtomicInteger guessed = new AtomicInteger();
        List<CompletableFuture<Verdict>> guesses = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            CompletableFuture<Verdict> guess = authenticator
                    .authenticate(new Login("alice", "guess" + i, "10.0.0.1:" + i))
                    .toCompletableFuture();
            guesses.add(guess.whenComplete((verdict, failure) -> guessed.incrementAndGet()));
        }
        assertThat(guesses.get(299))
                .succeedsWithin(60, TimeUnit.SECONDS)
                .isEqualTo(Verdict.BUSY); // all have come by now
        int before = guessed.get();

        assertThat(verdict("alice", "wonder")).isEqualTo(Verdict.ACCEPTED);

        assertThat(guessed.get() - before).as("guesses that came first").isLessThanOrEqualTo(2);
        assertThat(guesses.get(0)).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void aLogInThatComesAfterTheFileHasChangedIsNotAnsweredWithTheOneBefore() throws Exception {
        Users.none()
                .with("alice", PasswordHash.of("wonder", PasswordHash.ITERATIONS, RANDOM))
                .write(file);
        CompletableFuture<Verdict> before =
                authenticator.authenticate(new Login("alice", "wonder", "here")).toCompletableFuture();
        CompletableFuture<Verdict> early =
                authenticator.authenticate(new Login("alice", "land", "here")).toCompletableFuture();
        assertThat(before).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(Verdict.ACCEPTED);

        ALICE.with("alice", PasswordHash.of("land", 10, RANDOM)).write(file); // while the early one is being checked

        assertThat(verdict("alice", "land")).isEqualTo(Verdict.ACCEPTED);
        assertThat(early).succeedsWithin(60, TimeUnit.SECONDS).isEqualTo(Verdict.REJECTED);
    }

    @Test
    void aNameBeginsNoLineOfItsOwnInALog() {
        assertThat(new Login("eve\nroot", "secret", "[::1]:7")).hasToString("eve?root from [::1]:7");
        assertThat(new Login("x".repeat(1000), "secret", "here").toString()).hasSizeLessThan(100);
        assertThat(new Login("eve", "secret", "[::1]:7").host()).isEqualTo("[::1]");
    }

    @Test
    void aFileThatIsNotThereIsSaidAtOnceWithWhatToDo() {
        assertThatThrownBy(() -> FileAuthenticator.open(directory.resolve("none"), false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("corduroy user add NAME --users ");
    }
}
