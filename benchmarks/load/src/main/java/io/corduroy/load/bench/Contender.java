package io.corduroy.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A provider with its settings: how its server is started and its clients connect.
 *
 * @param name as it is chosen and reported
 * @param module of {@code benchmarks/contenders}, whose class path it runs on
 * @param factory class of its connection factory, or of a provider for the load, which has a constructor for a URL
 * @param url for {@link String#format} with a port
 * @param lastingUrl the same for clients that shall outlive the server
 * @param jms whether it has the API of Jakarta Messaging
 * @param options of the load, such as how this provider calls something
 * @param server main class and arguments, for a start; what follows {@code --set}, and lines of its output that begin with
 *     {@link #SETTINGS}, are reported as its settings
 */
record Contender(
        String name,
        String module,
        String factory,
        String url,
        String lastingUrl,
        boolean jms,
        List<String> options,
        StartCommand server) {

    static final String SETTINGS = "settings: ";

    /** Makes the command line of a server. */
    interface StartCommand {
        List<String> command(Path data, int port, Durability durability);
    }

    static final List<Contender> ALL = List.of(
            new Contender(
                    "corduroy",
                    "corduroy",
                    "io.corduroy.client.CorduroyConnectionFactory",
                    "corduroy://127.0.0.1:%d",
                    "corduroy://127.0.0.1:%d",
                    true,
                    List.of(),
                    Contender::corduroy),
            artemis("artemis-nio", "NIO"),
            artemis("artemis-aio", "ASYNCIO"),
            new Contender(
                    "classic",
                    "classic",
                    "io.corduroy.contender.ClassicProvider",
                    "tcp://127.0.0.1:%d",
                    "failover:(tcp://127.0.0.1:%d)",
                    true,
                    List.of(),
                    started("io.corduroy.contender.ClassicServer")),
            new Contender(
                    "openmq",
                    "openmq",
                    "io.corduroy.contender.OpenMqProvider",
                    "mqtcp://127.0.0.1:%d/jms",
                    "mqtcp://127.0.0.1:%d/jms",
                    true,
                    List.of(),
                    started("io.corduroy.contender.OpenMqServer")),
            new Contender(
                    "kafka",
                    "kafka",
                    "io.corduroy.contender.KafkaProvider",
                    "127.0.0.1:%d",
                    "127.0.0.1:%d",
                    false,
                    List.of(),
                    started("io.corduroy.contender.KafkaServer")));

    private static StartCommand started(String server) {
        return (data, port, durability) -> List.of(server, data.toString(), Integer.toString(port), durability.name());
    }

    private static List<String> corduroy(Path data, int port, Durability durability) {
        return List.of(
                "io.corduroy.cli.Main",
                "server",
                "start",
                "--data",
                data.toString(),
                "--set",
                "listen.address=127.0.0.1:" + port,
                "--set",
                "log.durability=" + durability.name().toLowerCase(Locale.ROOT));
    }

    private static Contender artemis(String name, String journal) {
        return new Contender(
                name,
                "artemis",
                "org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory",
                "tcp://127.0.0.1:%d",
                "tcp://127.0.0.1:%d?reconnectAttempts=-1",
                true,
                List.of("input-property=JMS_AMQ_InputStream", "save-property=JMS_AMQ_SaveStream"),
                (data, port, durability) -> List.of(
                        "io.corduroy.contender.ArtemisServer",
                        data.toString(),
                        Integer.toString(port),
                        journal,
                        durability.name()));
    }

    static Contender named(String name) {
        return ALL.stream()
                .filter(each -> each.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender is called " + name + "; there are "
                        + String.join(", ", ALL.stream().map(Contender::name).toList())));
    }

    /** What clients connect to. */
    String urlOf(Scenario scenario, int port) {
        return String.format(scenario.killsServer() ? lastingUrl : url, port);
    }

    /** Whether it knows such a thing at all. */
    boolean can(Scenario scenario) {
        return jms || !scenario.needsJms();
    }

    /** Where the VM finds what its build has unpacked for this system, if anything. */
    List<String> vm(Path contenders) {
        Path libraries = contenders.resolve(module).resolve("target/native/lib/linux-x86_64");
        return Files.isDirectory(libraries) ? List.of("-Djava.library.path=" + libraries) : List.of();
    }

    /** What its build has written down, and jars of a distribution that it has unpacked. */
    List<Path> classPath(Path contenders) throws IOException {
        Path target = contenders.resolve(module).resolve("target");
        Path file = target.resolve("classpath.txt");
        try {
            List<Path> path = new ArrayList<>(List.of(target.resolve("classes")));
            Arrays.stream(Files.readString(file).strip().split(":", -1))
                    .map(Path::of)
                    .forEach(path::add);
            Path unpacked = target.resolve("mq").resolve("lib");
            if (Files.isDirectory(unpacked)) {
                path.add(unpacked.resolve("imqbroker.jar")); // names the others
            }
            return path;
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there: build with mvn -Pbenchmarks package -DskipTests first", e);
        }
    }
}
