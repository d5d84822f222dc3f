package io.corduroy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.storage.FileStorage;
import io.corduroy.protocol.EmbeddedNodes;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.server.link.RawClient;
import io.corduroy.transport.Loops;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedNodesTest {

    @TempDir
    private Path directory;

    private final Loops loops = Loops.start("client", 1);
    private final EmbeddedNodes nodes =
            ServiceLoader.load(EmbeddedNodes.class).findFirst().orElseThrow();

    @AfterEach
    void stopLoops() {
        loops.close();
    }

    @Test
    void oneNodePerDirectoryIsSharedAndClosedByTheLast() throws Exception {
        Path alias = directory.resolve("alias");
        Path data = directory.resolve("data");
        Files.createSymbolicLink(alias, directory);
        EmbeddedNodes.Share first = nodes.open(alias.resolve("data").toString(), Map.of());
        EmbeddedNodes.Share second = nodes.open(data.toString(), Map.of());

        long firstLog = logIdSeenBy(first, 1);
        assertThat(logIdSeenBy(second, 2)).isEqualTo(firstLog);

        first.close();
        first.close();
        assertThat(FileStorage.isLocked(data)).isTrue();
        second.close();
        assertThat(FileStorage.isLocked(data)).isFalse();
    }

    @Test
    void settingsOfTheSectionNodeNeedNoSecondPrefix() throws Exception {
        try (EmbeddedNodes.Share share =
                nodes.open("", Map.of("name", "wide", "partitions", "3", "log.durability", "os"))) {
            assertThat(imageSeenBy(share, 1).partitions()).hasSize(3);
        }
        assertThatThrownBy(() -> nodes.open("", Map.of("partition", "3")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition");
    }

    @Test
    void nodesInMemoryAreToldApartByName() throws Exception {
        try (EmbeddedNodes.Share a = nodes.open("", Map.of("name", "a"));
                EmbeddedNodes.Share again = nodes.open("", Map.of("name", "a"));
                EmbeddedNodes.Share b = nodes.open("", Map.of("name", "b"))) {
            long logId = logIdSeenBy(a, 1);

            assertThat(logIdSeenBy(again, 2)).isEqualTo(logId);
            assertThat(logIdSeenBy(b, 3)).isNotEqualTo(logId);
        }
    }

    @Test
    void aNodeThatIsKeptOpenOutlivesItsLastUser() throws Exception {
        long logId;
        try (EmbeddedNodes.Share first = nodes.open("", Map.of("name", "kept", "node.keep-open", "true"))) {
            logId = logIdSeenBy(first, 1);
        }
        try (EmbeddedNodes.Share second = nodes.open("", Map.of("name", "kept"))) {
            assertThat(logIdSeenBy(second, 2)).isEqualTo(logId);
        }
    }

    @Test
    void unknownOptionsAreRefusedWithASuggestion() {
        assertThatThrownBy(() -> nodes.open("", Map.of("log.durabilty", "os")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean \"log.durability\"?");
    }

    @Test
    void aDirectoryThatIsInUseElsewhereIsRefused() throws Exception {
        try (FileStorage other = FileStorage.open(directory)) {
            assertThatThrownBy(() -> nodes.open(directory.toString(), Map.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
            assertThat(other.location()).isEqualTo(directory.toString());
        }
    }

    private long logIdSeenBy(EmbeddedNodes.Share share, long instance) throws InterruptedException {
        return imageSeenBy(share, instance).partitions().get(0).logId();
    }

    private MetadataImage imageSeenBy(EmbeddedNodes.Share share, long instance) throws InterruptedException {
        RawClient client = new RawClient(handler -> share.connect(loops.next(), handler));
        client.say(RawClient.hello(instance, ""));
        return client.expect(ServerFrame.Welcome.class).image();
    }
}
