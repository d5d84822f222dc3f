package io.corduroy.server.login;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in the users of a file, which may change meanwhile: it is looked at with each log-in, and read again when it has changed. If it
 * cannot be read then, what was read last goes on to hold.
 *
 * <p>Two threads of its own, gone when idle: one looks at the file and knows who was let in before, so that a pool that
 * connects all the time pays for the slow hash once; the other one computes hashes, so that somebody who guesses takes one
 * processor at most and keeps nobody out who was in. Peers take turns at it: who guesses from one address waits for himself.
 * More than a thousand log-ins that wait, or a hundred different ones of one address, are refused.
 *
 * <p>Thread-safe.
 */
public final class FileAuthenticator implements Authenticator {

    private static final Logger LOG = LoggerFactory.getLogger(FileAuthenticator.class);
    private static final int MAX_WAITING = 1_000;
    private static final int MAX_WAITING_OF_HOST = 100;
    private static final int MAX_KNOWN = 1_024;
    private static final long IDLE_S = 10;

    private final Path file;
    private final boolean anonymous;
    private final ThreadPoolExecutor looking = thread("corduroy-login");
    private final ThreadPoolExecutor hashing = thread("corduroy-login-hash");
    private final Turns<Runnable> turns = new Turns<>(MAX_WAITING_OF_HOST, MAX_WAITING);
    private final SecretKeySpec secret;
    private final PasswordHash nobodys;

    // Guarded by this, which no loop ever waits for
    /** Who waits for the same to be found out. */
    private final Map<Question, List<CompletableFuture<Verdict>>> unproven = new HashMap<>();

    private Users users;
    private Optional<Stamp> stamp;
    private final Map<String, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MAX_KNOWN;
        }
    };

    /** Whether a log-in is right by the users of one reading of the file: after the next reading it is another question. */
    private record Question(String proof, Users asked) {}

    /** What changes when the file does. */
    private record Stamp(long modifiedNs, long size, String identity) {
        static Stamp of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    now.lastModifiedTime().to(TimeUnit.NANOSECONDS), now.size(), String.valueOf(now.fileKey()));
        }
    }

    private FileAuthenticator(Path file, boolean anonymous, Users users, Stamp stamp, SecureRandom random) {
        this.file = file;
        this.anonymous = anonymous;
        this.users = users;
        this.stamp = Optional.of(stamp);
        byte[] key = new byte[32];
        random.nextBytes(key);
        this.secret = new SecretKeySpec(key, "HmacSHA256");
        this.nobodys = PasswordHash.of(Base64.getEncoder().encodeToString(key), PasswordHash.ITERATIONS, random);
    }

    /**
     * Reads the file for the first time.
     *
     * @param anonymous whether who names no user is let in
     * @throws IOException if it cannot be read, or is no file of users
     */
    public static FileAuthenticator open(Path file, boolean anonymous) throws IOException {
        try {
            Stamp stamp = Stamp.of(file);
            return new FileAuthenticator(file, anonymous, Users.read(file), stamp, new SecureRandom());
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "login.users is " + file + ", which is not there; \"corduroy user add NAME --users " + file
                            + "\" makes it",
                    e);
        }
    }

    private static ThreadPoolExecutor thread(String name) {
        ThreadPoolExecutor one =
                new ThreadPoolExecutor(1, 1, IDLE_S, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, name);
                    thread.setDaemon(true);
                    return thread;
                });
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    @Override
    public CompletionStage<Verdict> authenticate(Login login) {
        if (login.user().isEmpty()) {
            return CompletableFuture.completedFuture(anonymous ? Verdict.ACCEPTED : Verdict.REJECTED);
        }
        CompletableFuture<Verdict> answer = new CompletableFuture<>();
        execute(looking, verdict -> answer.complete(verdict), () -> look(login, answer));
        return answer;
    }

    /** Where there is no room for a task, or it fails, nobody is let in, and nobody waits for ever. */
    private static void execute(ThreadPoolExecutor thread, Consumer<Verdict> answer, Runnable task) {
        try {
            thread.execute(() -> run(answer, task));
        } catch (RejectedExecutionException e) {
            answer.accept(Verdict.BUSY);
        }
    }

    private static void run(Consumer<Verdict> answer, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a log-in could not be checked", e);
            answer.accept(Verdict.REJECTED);
        }
    }

    private synchronized void look(Login login, CompletableFuture<Verdict> answer) {
        refresh();
        String proof = proof(login);
        if (proof.equals(known.get(login.user()))) {
            answer.complete(Verdict.ACCEPTED);
            return;
        }
        Question question = new Question(proof, users);
        boolean first = !unproven.containsKey(question);
        unproven.computeIfAbsent(question, key -> new ArrayList<>()).add(answer);
        if (first) { // and not the rest of a pool that opens all its connections at once
            prove(login, question);
        }
    }

    private void prove(Login login, Question question) {
        Optional<PasswordHash> kept = question.asked.hashOf(login.user());
        Consumer<Verdict> settle = verdict -> settle(login, question, verdict);
        Runnable hash = () -> run(settle, () -> {
            // Who is no user waits as long as who is one, so that nobody learns names by the time it takes.
            boolean matches = kept.orElse(nobodys).matches(login.password()) && kept.isPresent();
            settle.accept(matches ? Verdict.ACCEPTED : Verdict.REJECTED);
        });
        if (turns.offer(login.host(), hash)) {
            hashing.execute(() -> turns.poll().ifPresent(Runnable::run)); // whoever's turn it is
        } else {
            settle.accept(Verdict.BUSY);
        }
    }

    private void settle(Login login, Question question, Verdict verdict) {
        if (verdict == Verdict.REJECTED) {
            LOG.warn("refused: {} gave a wrong user or password", login);
        }
        List<CompletableFuture<Verdict>> answers;
        synchronized (this) {
            if (verdict == Verdict.ACCEPTED && users == question.asked) {
                known.put(login.user(), question.proof);
            }
            answers = unproven.remove(question);
        }
        if (answers != null) {
            answers.forEach(answer -> answer.complete(verdict));
        }
    }

    private void refresh() {
        try {
            Stamp now = Stamp.of(file);
            if (stamp.filter(now::equals).isPresent()) {
                return;
            }
            users = Users.read(file);
            stamp = Optional.of(now);
            known.clear();
            LOG.info("users read again: file={} users={}", file, users.names().size());
        } catch (IOException e) {
            if (stamp.isPresent()) { // once, not with each log-in
                LOG.error("the file of users cannot be read; those that were read before are let in: file={}", file, e);
            }
            stamp = Optional.empty();
        }
    }

    /** What proves within this process that a password was right, and says nothing outside of it. */
    private String proof(Login login) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update(login.user().getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(login.password().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
