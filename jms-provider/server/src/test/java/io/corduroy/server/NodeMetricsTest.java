package io.corduroy.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationName.Kind;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import io.corduroy.server.link.RawClient;
import io.corduroy.transport.Loops;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeMetricsTest {

    private final MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
    private final Loops loops = Loops.start("client", 1);

    @TempDir
    private Path directory;

    private int httpPort;
    private Node node;

    @BeforeEach
    void startWithThreeQueues() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            httpPort = free.getLocalPort();
        }
        node = Node.start(NodeConfig.defaults()
                .with(Settings.NODE_DATA, Optional.of(directory))
                .with(Settings.METRICS_MAX_DESTINATIONS, 1)
                .with(Settings.METRICS_HTTP_PORT, httpPort));
        RawClient client = new RawClient(handler -> node.connect(loops.next(), handler));
        client.say(RawClient.hello(1, ""));
        client.expect(ServerFrame.Welcome.class);
        client.say(new ClientFrame.Attach(1, 1));
        client.expect(ServerFrame.Attached.class);
        client.say(new ClientFrame.OpenProducer(1, 2, 1));
        long producer = client.expect(ServerFrame.ProducerOpened.class).producer();
        long sequence = 0;
        for (String name : new String[] {"shallow", "deep \"one\"", "empty"}) {
            client.say(new ClientFrame.OpenDestination(1, 3, new DestinationName(Kind.QUEUE, name), true));
            int destination = client.expect(ServerFrame.DestinationOpened.class).destinationId();
            for (int i = 0; i < (name.equals("shallow") ? 1 : name.equals("empty") ? 0 : 3); i++) {
                client.say(RawClient.send(1, producer, ++sequence, destination, "m"));
                client.expect(ServerFrame.SendConfirmed.class);
            }
        }
        node.metrics().sample();
    }

    @AfterEach
    void stop() {
        node.close();
        loops.close();
    }

    @Test
    void theDeepestDestinationsHaveBeansOfTheirOwnAndTheOthersOne() throws Exception {
        String place = ",data=" + ObjectName.quote(directory.toString());
        ObjectName partition = new ObjectName("io.corduroy:type=Partition,partition=1" + place);
        ObjectName deep = new ObjectName(
                "io.corduroy:type=Destination,partition=1,kind=queue,name=" + ObjectName.quote("deep \"one\"") + place);
        ObjectName others =
                new ObjectName("io.corduroy:type=Destination,partition=1,kind=destinations,name=\"others\"" + place);

        assertThat(jmx.getAttribute(partition, "Messages")).isEqualTo(4L);
        assertThat(jmx.getAttribute(partition, "Destinations")).isEqualTo(3L);
        assertThat((Long) jmx.getAttribute(partition, "Forces")).isGreaterThanOrEqualTo(4L);
        assertThat(jmx.getAttribute(deep, "Messages")).isEqualTo(3L);
        assertThat(jmx.getAttribute(others, "Messages")).isEqualTo(1L);
        assertThat(jmx.getAttribute(new ObjectName("io.corduroy:type=Node" + place), "Connections"))
                .isEqualTo(1L);
    }

    @Test
    void theAgeOfTheOldestMessageRatesAndBatchSizesAreAmongThem() throws Exception {
        String place = ",data=" + ObjectName.quote(directory.toString());
        ObjectName partition = new ObjectName("io.corduroy:type=Partition,partition=1" + place);
        ObjectName deep = new ObjectName(
                "io.corduroy:type=Destination,partition=1,kind=queue,name=" + ObjectName.quote("deep \"one\"") + place);

        node.metrics().sample();

        long ageMs = (Long) jmx.getAttribute(deep, "OldestMessageAgeMs");
        assertThat(ageMs).isBetween(0L, 60_000L);
        assertThat(jmx.getAttribute(partition, "OldestMessageAgeMs")).isEqualTo(ageMs);
        assertThat(jmx.getAttribute(deep, "SentPerSecond")).isEqualTo(0L);
        long batches = (Long) jmx.getAttribute(partition, "Batches");
        assertThat((Long) jmx.getAttribute(partition, "Records")).isGreaterThanOrEqualTo(batches);
        assertThat((Long) jmx.getAttribute(partition, "BatchMeanRecords")).isPositive();
        assertThat((Long) jmx.getAttribute(partition, "BatchMeanBytes")).isGreaterThan(40);
    }

    @Test
    void beansGoWithTheNode() throws Exception {
        node.close();

        Set<ObjectName> left = jmx.queryNames(
                new ObjectName("io.corduroy:data=" + ObjectName.quote(directory.toString()) + ",*"), null);
        assertThat(left).isEmpty();
    }

    @Test
    void nodesInMemoryHaveBeansOfTheirOwn() throws Exception {
        Set<ObjectName> before = jmx.queryNames(new ObjectName("io.corduroy:type=Node,*"), null);

        try (Node one = Node.start(NodeConfig.defaults());
                Node another = Node.start(NodeConfig.defaults())) {
            one.metrics().sample();
            another.metrics().sample();
            Set<ObjectName> now = jmx.queryNames(new ObjectName("io.corduroy:type=Node,*"), null);
            assertThat(now).hasSize(before.size() + 2);
        }
    }

    @Test
    void theSameFiguresAreServedAsText() throws IOException {
        String text;
        try (InputStream in =
                URI.create("http://127.0.0.1:" + httpPort + "/metrics").toURL().openStream()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(text.lines())
                .contains(
                        "# TYPE corduroy_partition_forces_total counter",
                        "corduroy_node_connections 1",
                        "corduroy_partition_messages{partition=\"1\"} 4",
                        "corduroy_destination_messages{partition=\"1\",kind=\"queue\",name=\"deep \\\"one\\\"\"} 3",
                        "corduroy_destination_messages{partition=\"1\",kind=\"destinations\",name=\"others\"} 1");
    }

    @Test
    void anApplicationBindsThemToItsMicrometerRegistry() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();

        node.metrics().meters().bindTo(registry);
        System.gc(); // a registry holds what it reads weakly

        assertThat(registry.get("corduroy.partition.messages")
                        .tag("partition", "1")
                        .gauge()
                        .value())
                .isEqualTo(4);
        assertThat(registry.get("corduroy.destination.messages")
                        .tag("name", "deep \"one\"")
                        .gauge()
                        .value())
                .isEqualTo(3);
        assertThat(registry.get("corduroy.partition.forces").functionCounter().count())
                .isGreaterThanOrEqualTo(4);
    }
}
