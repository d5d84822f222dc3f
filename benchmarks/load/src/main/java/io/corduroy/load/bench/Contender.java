package io.corduroy.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A provider with its settings: how its server is started and its clients connect.
 *
 * @param name as it is chosen and reported
 * @param module of {@code benchmarks/contenders}, whose class path it runs on
 * @param factory class of its connection factory, which has a constructor for a URL
 * @param url for {@link String#format} with a port
 * @param server main class and arguments, for a start
 */
record Contender(String name, String module, String factory, String url, Server server) {

    /** Makes the command line of a server. */
    interface Server {
        List<String> command(Path data, int port, Durability durability);
    }

    static final List<Contender> ALL = List.of(
            new Contender(
                    "corduroy",
                    "corduroy",
                    "io.corduroy.client.CorduroyConnectionFactory",
                    "corduroy://127.0.0.1:%d",
                    Contender::corduroy),
            artemis("artemis-nio", "NIO"),
            artemis("artemis-aio", "ASYNCIO"));

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

    /** What its build has written down. */
    List<Path> classPath(Path contenders) throws IOException {
        Path target = contenders.resolve(module).resolve("target");
        Path file = target.resolve("classpath.txt");
        try {
            return Stream.concat(
                            Stream.of(target.resolve("classes")),
                            Arrays.stream(Files.readString(file).strip().split(":", -1))
                                    .map(Path::of))
                    .toList();
        } catch (NoSuchFileException e) {
            throw new IOException(file + " is not there: build with mvn -Pbenchmarks package -DskipTests first", e);
        }
    }
}
