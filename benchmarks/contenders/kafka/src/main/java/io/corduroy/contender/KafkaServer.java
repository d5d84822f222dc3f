package io.corduroy.contender;

import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * One node of Apache Kafka that is its own controller, as its {@code config/server.properties} has it. For {@code fsync} every record is flushed,
 * the internal topics' too: with a single node there is no other copy.
 *
 * <p>Arguments: directory, port, FSYNC or OS.
 */
public final class KafkaServer {

    private KafkaServer() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        Path file = directory.resolve("server.properties");
        if (!Files.exists(file)) {
            write(settings(directory, Integer.parseInt(args[1]), args[2].equals("FSYNC")), file);
            String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString(), "--standalone"};
            if (StorageTool.execute(format, System.out) != 0) {
                throw new IOException(directory + " could not be formatted");
            }
        }
        Kafka.main(new String[] {file.toString()});
    }

    private static Properties settings(Path directory, int port, boolean synced) throws IOException {
        int controller;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            controller = any.getLocalPort();
        }
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty("controller.quorum.bootstrap.servers", "127.0.0.1:" + controller);
        settings.setProperty("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controller);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("log.dirs", directory.resolve("logs").toString());
        settings.setProperty("num.partitions", "1");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("transaction.state.log.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("message.max.bytes", "2097152"); // the default is just too small for a body of 1 MiB
        if (synced) {
            settings.setProperty("log.flush.interval.messages", "1");
        }
        System.out.println("settings: single node, acks=all, log.flush.interval.messages="
                + settings.getProperty("log.flush.interval.messages", "not set"));
        return settings;
    }

    private static void write(Properties settings, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (Writer out = Files.newBufferedWriter(file)) {
            settings.store(out, null);
        }
    }
}
