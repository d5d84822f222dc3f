package io.corduroy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.AdminVerb;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AdminCommandTest {

    private static Node node;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        node = Node.start(NodeConfig.parse("test", """
                node:
                  partitions: 2
                listen:
                  address: 127.0.0.1:0
                destinations:
                  rules:
                    - match: "queue:slow.*"
                      redelivery-delay: 5s
                """));
        url = node.listen();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void everyVerbIsACommandWithHelp() {
        for (AdminVerb verb : AdminVerb.values()) {
            String[] words = verb.key().split("\\.", 2);

            CommandRun help = CommandRun.of(words[0], words[1], "--help");

            assertThat(help.status()).as(verb.key()).isZero();
            assertThat(help.out()).contains(verb.description(), "--url");
        }
        assertThat(CommandRun.of("queue").err()).contains("a command is missing: ", "create");
    }

    @Test
    void helpExplainsTheCommandOfAllItsWords() {
        CommandRun words = CommandRun.of("help", "queue", "create");
        CommandRun unknown = CommandRun.of("help", "queue", "crate");

        assertThat(words).isEqualTo(CommandRun.of("queue", "create", "--help"));
        assertThat(unknown.status()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err()).contains("\"crate\"", "create");
    }

    @Test
    void aQueueIsCreatedListedChangedShownAndDeleted() {
        assertThat(run("queue", "create", "life", "--max-deliveries", "3")).isEqualTo(new CommandRun(0, "", ""));
        run("message", "send", "life", "--text", "x", "--count", "2");

        CommandRun listed = run("queue", "list", "--pattern", "li*");
        run("queue", "alter", "life", "--max-messages", "2");
        CommandRun shown = run("queue", "stat", "life", "--output", "json");
        CommandRun busy = run("queue", "delete", "life");
        CommandRun deleted = run("queue", "delete", "life", "--force");
        CommandRun gone = run("queue", "stat", "life");

        assertThat(listed.out().lines().toList().get(0)).startsWith("NAME  KIND   PARTITION  MESSAGES");
        assertThat(listed.out().lines().toList().get(1)).matches("life  queue +[12] +2 +0 +0");
        assertThat(shown.out())
                .contains("\"name\": \"life\"", "\"messages\": 2", "\"max-deliveries\": 3", "\"max-messages\": 2");
        assertThat(busy.status()).isEqualTo(ExitCode.CONFLICT);
        assertThat(deleted.status()).isZero();
        assertThat(gone.status()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(gone.err()).contains("life");
    }

    @Test
    void listsOfSeveralPartitionsAreOneListWithOneLimit() {
        for (String name : List.of("many.c", "many.a", "many.d", "many.b")) {
            run("queue", "create", name);
        }

        CommandRun listed = run("queue", "list", "--pattern", "many.*", "--limit", "3");

        assertThat(listed.out().lines().skip(1).map(line -> line.split(" ", 2)[0]))
                .containsExactly("many.a", "many.b", "many.c");
    }

    @Test
    void newDestinationsHaveTheSettingsOfTheConfiguration() {
        run("message", "send", "slow.one", "--text", "x");
        run("queue", "create", "slow.two");

        assertThat(run("queue", "stat", "slow.one", "--output", "json").out()).contains("\"redelivery-delay\": \"5s\"");
        assertThat(run("queue", "stat", "slow.two", "--output", "json").out()).contains("\"redelivery-delay\": \"5s\"");
    }

    @Test
    void messagesArePurgedAndSubscriptionsManaged() {
        run("message", "send", "purged", "--text", "x", "--count", "5");
        run("topic", "create", "news");
        run("subscription", "create", "news", "archive", "--client-id", "ops");
        run("message", "send", "topic:news", "--text", "flash");

        CommandRun purged = run("message", "purge", "purged", "--limit", "3");
        CommandRun subscriptions = run("subscription", "list", "--topic", "news");

        assertThat(purged.out()).isEqualToNormalizingNewlines("AFFECTED\n       3\n");
        assertThat(subscriptions.out().lines().toList().get(1)).matches("news +archive +ops +\\S+ +1 +0");
        assertThat(run("subscription", "delete", "news", "archive", "--client-id", "ops")
                        .status())
                .isZero();
    }

    @Test
    void whatIsNotAllowedIsRefusedBeforeTheServerIsAsked() {
        CommandRun range = CommandRun.of("queue", "create", "q", "--max-deliveries", "0", "--url", "corduroy://none:1");
        CommandRun unknown = CommandRun.of("queue", "create", "q", "--max-delivery", "1");

        assertThat(range.status()).isEqualTo(ExitCode.USAGE);
        assertThat(range.err()).contains("\"max-deliveries\"", "\"0\"", "allowed: unlimited, or 1 to 1000000");
        assertThat(unknown.status()).isEqualTo(ExitCode.USAGE);
        assertThat(unknown.err())
                .contains("--max-delivery", "--max-deliveries", "see \"corduroy queue create --help\"");
        assertThat(unknown.err().lines()).hasSizeLessThan(6);
        assertThat(CommandRun.of("queue", "create").status()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void partitionsTellTheirFigures() {
        assertThat(run("node", "stat").out().lines().toList()).hasSize(3);
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--url");
        all.add(url);
        return CommandRun.of(all.toArray(String[]::new));
    }
}
