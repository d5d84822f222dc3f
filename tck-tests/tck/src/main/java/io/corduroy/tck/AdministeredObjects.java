package io.corduroy.tck;

import io.corduroy.client.jndi.CorduroyInitialContextFactory;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** The factories and destinations that the tests look up. */
final class AdministeredObjects {

    static final String USER = "j2ee";
    static final String PASSWORD = "j2ee";

    /** The client identifier of the factory for durable subscriptions. */
    static final String CLIENT_ID = "cts";

    private static final List<String> FACTORIES =
            List.of("MyConnectionFactory", "MyQueueConnectionFactory", "MyTopicConnectionFactory");
    private static final String DURABLE_FACTORY = "DURABLE_SUB_CONNECTION_FACTORY";
    private static final List<String> QUEUES =
            List.of("MY_QUEUE", "MY_QUEUE2", "testQ0", "testQ1", "testQ2", "testQueue2", "Q2");
    private static final List<String> TOPICS = List.of("MY_TOPIC", "MY_TOPIC2", "testT0", "testT1", "testT2");

    private AdministeredObjects() {}

    /** Writes a {@code jndi.properties} that every {@code new InitialContext()} finds if the folder is on the class path. */
    static void write(Path folder, String url) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("java.naming.factory.initial", CorduroyInitialContextFactory.class.getName());
        properties.setProperty("java.naming.provider.url", url);
        FACTORIES.forEach(name -> properties.setProperty("connectionFactory." + name, ""));
        properties.setProperty("connectionFactory." + DURABLE_FACTORY, durable(url));
        QUEUES.forEach(name -> properties.setProperty("queue." + name, name));
        TOPICS.forEach(name -> properties.setProperty("topic." + name, name));
        try (Writer out = Files.newBufferedWriter(folder.resolve("jndi.properties"))) {
            properties.store(out, "What the tests of the TCK look up");
        }
    }

    /** The URL of connections with the client identifier. */
    static String durable(String url) {
        return url + (url.contains("?") ? "&" : "?") + "clientID=" + CLIENT_ID;
    }
}
