package io.corduroy.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.log.storage.MemoryStorage;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationName.Kind;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import io.corduroy.server.link.RawClient;
import io.corduroy.server.login.Authenticator;
import io.corduroy.transport.Loops;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedPartitionTest {

    private final Loops loops = Loops.start("client", 1);
    private final BreakableStorage storage = new BreakableStorage(MemoryStorage.create("test", 64 << 20));

    @AfterEach
    void stopLoops() {
        loops.close();
    }

    @Test
    void aPartitionWhoseDiskFailsStopsAndTheOthersGoOn() throws Exception {
        NodeConfig config = NodeConfig.defaults().with(Settings.NODE_PARTITIONS, 2);
        try (Node node = Node.start(config, Authenticator.ANYBODY, storage)) {
            RawClient victim = connect(node, 1);
            attach(victim, 1);

            storage.breakDirectory("partition-1");
            victim.say(open(1));

            ServerFrame.Refused refused = victim.expect(ServerFrame.Refused.class);
            assertThat(refused.code()).isEqualTo(ErrorCode.PARTITION_FAILED);
            assertThat(refused.text()).contains("partition 1", "Input/output error");
            victim.expectEnd();

            RawClient next = connect(node, 2);
            next.say(new ClientFrame.Attach(1, 7));
            ServerFrame.Failed failed = next.expect(ServerFrame.Failed.class);
            assertThat(failed.code()).isEqualTo(ErrorCode.PARTITION_FAILED);
            assertThat(failed.requestId()).isEqualTo(7);

            attach(next, 2);
            next.say(open(2));
            next.expect(ServerFrame.DestinationOpened.class);
            node.metrics().sample();
            assertThat(node.metrics().latest().orElseThrow().partitions())
                    .extracting(partition -> partition.failed())
                    .containsExactly(true, false);

            CompletableFuture<Throwable> allFailed = node.whenAllPartitionsFailed();
            assertThat(allFailed).isNotDone();
            storage.breakDirectory("partition-2");
            next.say(open(2, "another"));
            next.expect(ServerFrame.Refused.class);
            assertThat(allFailed.get(10, TimeUnit.SECONDS)).hasMessageContaining("Input/output error");
        }
    }

    private static ClientFrame open(int partition) {
        return open(partition, "q");
    }

    private static ClientFrame open(int partition, String queue) {
        return new ClientFrame.OpenDestination(partition, 3, new DestinationName(Kind.QUEUE, queue), true);
    }

    private RawClient connect(Node node, long instance) throws InterruptedException {
        RawClient client = new RawClient(handler -> node.connect(loops.next(), handler));
        client.say(RawClient.hello(instance, ""));
        client.expect(ServerFrame.Welcome.class);
        return client;
    }

    private static void attach(RawClient client, int partition) throws InterruptedException {
        client.say(new ClientFrame.Attach(partition, 1));
        client.expect(ServerFrame.Attached.class);
    }
}
