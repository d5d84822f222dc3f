package io.corduroy.contender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The broker of Eclipse OpenMQ as its script {@code imqbrokerd} starts it. Limits of a destination, which by default refuse messages when 100,000 wait, are
 * lifted.
 *
 * <p>Arguments: directory, port, FSYNC or OS.
 */
public final class OpenMqServer {

    private OpenMqServer() {}

    /** For the service that tells clients of others; ours know where to go. */
    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        Class<?> broker = Class.forName("com.sun.messaging.jmq.jmsserver.Broker");
        Path library = Path.of(broker.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .getParent();
        Path home = library.getParent();
        System.setProperty("imq.home", home.toString());
        System.setProperty("imq.libhome", library.toString());
        System.setProperty("imq.etchome", home.resolve("etc").toString());
        System.setProperty(
                "imq.varhome", Files.createDirectories(Path.of(args[0], "var")).toString());
        Map<String, String> settings = new TreeMap<>(Map.of(
                "imq.persist.file.sync.enabled", Boolean.toString(args[2].equals("FSYNC")),
                "imq.autocreate.destination.maxNumMsgs", "-1",
                "imq.autocreate.destination.maxTotalMsgBytes", "-1",
                "imq.jms.tcp.port", args[1],
                "imq.autocreate.queue.maxNumActiveConsumers", "-1"));
        List<String> line =
                new ArrayList<>(List.of("-name", "contender", "-port", Integer.toString(freePort()), "-silent"));
        settings.forEach((key, value) -> line.add("-D" + key + "=" + value));
        System.out.println("settings: " + settings);
        broker.getMethod("main", String[].class).invoke(null, (Object) line.toArray(String[]::new));
    }
}
