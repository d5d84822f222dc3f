package io.corduroy.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.storage.DirectoryLockedException;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationName.Kind;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.server.config.ConfigException;
import io.corduroy.server.config.ListenAddress;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import io.corduroy.server.link.RawClient;
import io.corduroy.transport.LinkOptions;
import io.corduroy.transport.Loops;
import io.corduroy.transport.TcpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeTest {

    private static final DestinationName ORDERS = new DestinationName(Kind.QUEUE, "orders");

    @TempDir
    private Path directory;

    private final Loops clientLoops = Loops.start("client", 1);

    @AfterEach
    void stopLoops() {
        clientLoops.close();
    }

    @Test
    void aMessageGoesInAndOutOverTcp() throws Exception {
        try (Node node = Node.start(onDisk())) {
            RawClient client = overTcp(node.listen());

            assertRoundTrip(client, 1);
        }
    }

    @Test
    void aMessageGoesInAndOutWithinTheProcess() throws Exception {
        try (Node node = Node.start(inMemory())) {
            RawClient client = inVm(node);

            assertRoundTrip(client, 1);
        }
    }

    @Test
    void partitionsOnOtherLoopsWorkAsWell() throws Exception {
        NodeConfig config = inMemory().with(Settings.NODE_LOOPS, 3).with(Settings.NODE_PARTITIONS, 4);
        try (Node node = Node.start(config)) {
            String url = node.listen();
            for (int partition = 1; partition <= 4; partition++) {
                assertRoundTrip(overTcp(url), partition);
                assertRoundTrip(inVm(node), partition);
            }
        }
    }

    @Test
    void whatWasConfirmedIsThereAfterARestart() throws Exception {
        try (Node node = Node.start(onDisk())) {
            RawClient producer = inVm(node);
            enter(producer, 1);
            confirm(producer, 1, 1, "kept");
        }

        try (Node node = Node.start(onDisk())) {
            RawClient consumer = inVm(node);
            ServerFrame.Welcome welcome = enter(consumer, 2);

            assertThat(welcome.image().partitions().get(0).epoch()).isEqualTo(2);
            assertThat(receive(consumer, 1)).isEqualTo("kept");
        }
    }

    @Test
    void messageIdsHaveTheSameLogAfterARestart() throws Exception {
        long before;
        try (Node node = Node.start(onDisk())) {
            before = enter(inVm(node), 1).image().partitions().get(0).logId();
        }
        try (Node node = Node.start(onDisk())) {
            assertThat(enter(inVm(node), 2).image().partitions().get(0).logId())
                    .isEqualTo(before)
                    .isNotZero();
        }
    }

    @Test
    void whatWasSaidBeforeByeIsAnsweredBeforeTheLinkEnds() throws Exception {
        try (Node node = Node.start(onDisk())) {
            RawClient client = overTcp(node.listen());
            enter(client, 1);
            long producer = openProducer(client, 1);
            int destination = openDestination(client, 1);
            for (int i = 1; i <= 100; i++) {
                client.say(RawClient.send(1, producer, i, destination, "m" + i));
            }
            client.say(new ClientFrame.Bye());

            long last = 0;
            while (last < 100) {
                last = client.expect(ServerFrame.SendConfirmed.class).lastSequence();
            }
            client.expectEnd();
        }
    }

    @Test
    void aSecondNodeOnTheSameDirectoryIsRefused() throws Exception {
        try (Node first = Node.start(onDisk())) {
            assertThatThrownBy(() -> Node.start(onDisk()))
                    .isInstanceOf(DirectoryLockedException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining(String.valueOf(ProcessHandle.current().pid()));
            assertRoundTrip(inVm(first), 1);
        }
        Node.start(onDisk()).close(); // and after it, the next one may
    }

    @Test
    void partitionsAndNumberOfADirectoryCannotChange() throws Exception {
        Node.start(onDisk().with(Settings.NODE_PARTITIONS, 2)).close();

        assertThatThrownBy(() -> Node.start(onDisk().with(Settings.NODE_PARTITIONS, 3)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("was created with 2");
        assertThatThrownBy(() -> Node.start(onDisk().with(Settings.NODE_ID, 9)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("belongs to node 1");
        try (Node node = Node.start(onDisk())) {
            assertThat(enter(inVm(node), 1).image().partitions()).hasSize(2);
        }
    }

    @Test
    void aDirectoryOfALaterFormatIsRefusedUntouched() throws Exception {
        Node.start(onDisk()).close();
        Path identity = directory.resolve(NodeIdentity.FILE);
        Files.writeString(identity, Files.readString(identity).replace("format: 1", "format: 2"));

        assertThatThrownBy(() -> Node.start(onDisk()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("data format 2")
                .hasMessageContaining("reads format 1");
    }

    @Test
    void closingTellsClientsToGoAndCanBeRepeated() throws Exception {
        Node node = Node.start(inMemory());
        RawClient client = overTcp(node.listen());
        enter(client, 1);

        node.close();
        node.close();

        assertThat(client.expect(ServerFrame.Refused.class).text()).contains("shutting down");
        client.expectEnd();
    }

    @Test
    void anAddressInUseIsAClearError() throws Exception {
        try (Node first = Node.start(inMemory())) {
            int port = URI.create(first.listen()).getPort();
            try (Node second =
                    Node.start(inMemory().with(Settings.LISTEN_ADDRESS, new ListenAddress("127.0.0.1", port)))) {
                assertThatThrownBy(second::listen)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("127.0.0.1:" + port);
            }
        }
    }

    private void assertRoundTrip(RawClient client, int partition) throws InterruptedException {
        enter(client, client.hashCode(), partition);
        confirm(client, partition, 1, "hello " + partition);
        assertThat(receive(client, partition)).isEqualTo("hello " + partition);
        client.say(new ClientFrame.Bye());
        client.expectEnd();
    }

    private static ServerFrame.Welcome enter(RawClient client, long instance) throws InterruptedException {
        return enter(client, instance, 1);
    }

    private static ServerFrame.Welcome enter(RawClient client, long instance, int partition)
            throws InterruptedException {
        client.say(RawClient.hello(instance, ""));
        ServerFrame.Welcome welcome = client.expect(ServerFrame.Welcome.class);
        client.say(new ClientFrame.Attach(partition, 1));
        client.expect(ServerFrame.Attached.class);
        client.say(new ClientFrame.Resumed(partition, 2));
        client.expect(ServerFrame.Done.class);
        return welcome;
    }

    private static long openProducer(RawClient client, int partition) throws InterruptedException {
        client.say(new ClientFrame.OpenProducer(partition, 3, 1));
        return client.expect(ServerFrame.ProducerOpened.class).producer();
    }

    private static int openDestination(RawClient client, int partition) throws InterruptedException {
        client.say(new ClientFrame.OpenDestination(partition, 4, ORDERS, true));
        return client.expect(ServerFrame.DestinationOpened.class).destinationId();
    }

    private static void confirm(RawClient client, int partition, long sequence, String text)
            throws InterruptedException {
        long producer = openProducer(client, partition);
        int destination = openDestination(client, partition);
        client.say(RawClient.send(partition, producer, sequence, destination, text));
        assertThat(client.expect(ServerFrame.SendConfirmed.class).lastSequence())
                .isEqualTo(sequence);
    }

    private static String receive(RawClient client, int partition) throws InterruptedException {
        int destination = openDestination(client, partition);
        client.say(new ClientFrame.OpenConsumer(
                partition, 5, 1, 1, destination, SubscriptionSpec.OF_QUEUE, "", 10, Mode.SHARED, List.of()));
        client.expect(ServerFrame.Done.class);
        ServerFrame.Deliver delivery = client.expect(ServerFrame.Deliver.class);
        client.say(new ClientFrame.Acknowledge(
                partition,
                6,
                1,
                1,
                0,
                List.of(new LaneRange(delivery.lane(), delivery.sequence(), delivery.sequence()))));
        client.expect(ServerFrame.Done.class);
        return StandardCharsets.UTF_8.decode(delivery.message().duplicate()).toString();
    }

    private NodeConfig onDisk() {
        return inMemory().with(Settings.NODE_DATA, Optional.of(directory)).with(Settings.LOG_SEGMENT_SIZE, 8L << 20);
    }

    private static NodeConfig inMemory() {
        return NodeConfig.defaults().with(Settings.LISTEN_ADDRESS, new ListenAddress("127.0.0.1", 0));
    }

    private RawClient inVm(Node node) {
        return new RawClient(handler -> node.connect(clientLoops.next(), handler));
    }

    private RawClient overTcp(String url) throws IOException {
        TcpTransport<Frame> tcp = new TcpTransport<>(ProtocolCodec.ofClient(8 << 20), LinkOptions.defaults());
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), URI.create(url).getPort());
        return new RawClient(handler -> tcp.connect(clientLoops.next(), address, handler));
    }
}
