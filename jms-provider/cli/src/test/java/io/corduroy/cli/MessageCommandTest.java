package io.corduroy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.server.Node;
import io.corduroy.server.config.ListenAddress;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageCommandTest {

    private static Node node;
    private static String url;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        node = Node.start(NodeConfig.defaults().with(Settings.LISTEN_ADDRESS, new ListenAddress("127.0.0.1", 0)));
        url = node.listen();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void whatIsSentCanBeLookedAtAndConsumed() {
        CommandRun sent = run("message", "send", "tea", "--text", "hello", "--count", "3", "--property", "leaf=green");
        CommandRun peeked = run("message", "peek", "tea", "--count", "2");
        CommandRun first = run("message", "consume", "tea", "--count", "1");
        CommandRun rest = run("message", "consume", "tea", "--body-only");
        CommandRun nothing = run("message", "consume", "tea", "--wait", "0");

        assertThat(sent).isEqualTo(new CommandRun(0, "", ""));
        assertThat(peeked.out().lines().toList()).hasSize(3);
        assertThat(peeked.out().lines().toList().get(0)).matches("ID +TIMESTAMP +PRIORITY +PERSISTENT +.*BODY");
        assertThat(peeked.out().lines().toList().get(1)).matches("ID:.* 4 +true .*leaf=green +hello");
        assertThat(first.out().lines().toList().get(0)).matches("# id=ID:\\S+ .*priority=4 .*properties=leaf=green");
        assertThat(first.out().lines().toList().get(1)).isEqualTo("hello");
        assertThat(rest.out()).isEqualToNormalizingNewlines("hello\nhello\n");
        assertThat(nothing).isEqualTo(new CommandRun(0, "", ""));
    }

    @Test
    void jsonKeepsTheWholeBodyAndTheTypes() {
        run(
                "message",
                "send",
                "json",
                "--text",
                "a \"b\"\n42",
                "--priority",
                "9",
                "--correlation-id",
                "7",
                "--type",
                "t");

        CommandRun consumed = run("message", "consume", "json", "--output", "json", "--count", "1");

        assertThat(consumed.out())
                .startsWith("{\"id\": \"ID:")
                .contains("\"priority\": 9")
                .contains("\"persistent\": true")
                .contains("\"correlation\": \"7\"")
                .contains("\"body\": \"a \\\"b\\\"\\n42\"");
    }

    @Test
    void filesTravelAsTheyAreAndSelectorsSelect() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, "bytes of a file");
        run("message", "send", "files", "--file", file.toString(), "--property", "n=1");
        run("message", "send", "files", "--text", "other", "--property", "n=2");

        CommandRun first = run("message", "consume", "files", "--selector", "n = 1", "--count", "1", "--body-only");

        assertThat(first.out()).isEqualToNormalizingNewlines("bytes of a file\n");
        assertThat(run("message", "consume", "files", "--body-only").out()).isEqualToNormalizingNewlines("other\n");
    }

    @Test
    void aLargeFileGoesThroughAndCanBeLookedAtAndMoved() throws IOException {
        byte[] bytes = new byte[15_000_000];
        new Random(1).nextBytes(bytes);
        Path file = Files.write(directory.resolve("large"), bytes);
        Path copy = directory.resolve("copy");

        CommandRun sent = run("message", "send", "large", "--file", file.toString());
        CommandRun peeked = run("message", "peek", "large");
        run("queue", "create", "moved");
        CommandRun moved = run("message", "move", "large", "moved");
        CommandRun consumed = run("message", "consume", "moved", "--output-file", copy.toString());

        assertThat(sent).isEqualTo(new CommandRun(0, "", ""));
        assertThat(peeked.out()).contains("(15000000 bytes)");
        assertThat(moved.status()).isZero();
        assertThat(consumed).isEqualTo(new CommandRun(0, "", ""));
        assertThat(copy).hasSameBinaryContentAs(file);
        assertThat(run("message", "consume", "moved", "--wait", "0").out()).isEmpty();
    }

    @Test
    void aDurableSubscriptionKeepsWhatWasSentMeanwhile() {
        CommandRun subscribed =
                run("message", "consume", "topic:news", "--subscription", "s", "--client-id", "ops", "--wait", "0");
        run("message", "send", "topic:news", "--text", "flash");

        CommandRun consumed =
                run("message", "consume", "topic:news", "--subscription", "s", "--client-id", "ops", "--body-only");

        assertThat(subscribed.status()).isZero();
        assertThat(consumed.out()).isEqualToNormalizingNewlines("flash\n");
    }

    @Test
    void whatIsRetainedCanBeLookedAtAndIsCounted() {
        run("queue", "create", "kept", "--retention-time", "1h", "--retention-size", "1MiB");
        run("topic", "create", "kept", "--retention-time", "1h");
        run("message", "send", "kept", "--text", "to a queue", "--count", "2");
        run("message", "send", "topic:kept", "--text", "to nobody");
        run("message", "consume", "kept");

        CommandRun waiting = run("message", "peek", "kept", "--output", "json");
        CommandRun queue = run("message", "peek", "kept", "--retained");
        CommandRun topic = run("message", "peek", "topic:kept", "--retained");
        CommandRun stat = run("queue", "stat", "kept", "--output", "json");

        assertThat(waiting.out().strip()).isEqualTo("[]");
        assertThat(queue.out().lines().filter(line -> line.endsWith("to a queue")))
                .hasSize(2);
        assertThat(topic.out()).contains("to nobody");
        assertThat(stat.out())
                .contains("\"messages\": 0")
                .contains("\"retained\": 2")
                .contains("\"retention-size\": \"1MiB\"");
    }

    @Test
    void wrongUsageIsSaidAndSoIsAServerThatIsNotThere() {
        assertThat(run("message", "send", "q").status()).isEqualTo(ExitCode.USAGE);
        assertThat(run("message", "peek", "topic:news").err()).contains("with --retained");
        assertThat(run("message", "consume", "q", "--wait", "5").err()).contains("is no time");
        assertThat(run("message", "consume", "q", "--selector", "a = ").status())
                .isEqualTo(ExitCode.USAGE);
        CommandRun nobody = CommandRun.of("message", "peek", "q", "--url", "corduroy://127.0.0.1:1?connectAttempts=1");
        assertThat(nobody.status()).isEqualTo(ExitCode.UNREACHABLE);
        assertThat(nobody.err()).contains("127.0.0.1:1");
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url");
        all.add(url);
        return CommandRun.of(all.toArray(String[]::new));
    }
}
