package io.corduroy.javax;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.jms.Connection;
import javax.jms.ConnectionFactory;
import javax.jms.JMSContext;
import javax.jms.JMSException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client for javax.jms and one for jakarta.jms, with nothing but the server between them. */
@Timeout(60)
class ExchangeTest {

    private static final String EVERY_TYPE = "io.corduroy.conformance.EveryMessageType";

    @SuppressWarnings("NullAway.Init")
    private Node node;

    @SuppressWarnings("NullAway.Init")
    private String url;

    @SuppressWarnings("NullAway.Init")
    private URLClassLoader jakarta;

    @BeforeEach
    void setUp() throws IOException {
        node = Node.start(NodeConfig.defaults().with("listen.address", "127.0.0.1:0", "test"));
        url = node.listen();
        List<URL> urls = new ArrayList<>();
        for (String property : List.of("jakarta.interface", "jakarta.client", "jakarta.tests")) {
            urls.add(urlOf(System.getProperty(property)));
        }
        // The rest is the same for both; what the first three have hides what is here.
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            urls.add(urlOf(entry));
        }
        jakarta = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    }

    private static URL urlOf(String path) throws MalformedURLException {
        return Path.of(path).toUri().toURL();
    }

    @AfterEach
    void tearDown() throws IOException {
        jakarta.close();
        node.close();
    }

    private void run(ClassLoader side, String method) throws ReflectiveOperationException {
        try {
            Class.forName(EVERY_TYPE, true, side)
                    .getMethod(method, String.class)
                    .invoke(null, url);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method, e.getCause());
        }
    }

    @Test
    void whatJavaxSendsJakartaReceives() throws ReflectiveOperationException {
        run(getClass().getClassLoader(), "send");
        run(jakarta, "receive");
    }

    @Test
    void whatJakartaSendsJavaxReceives() throws ReflectiveOperationException {
        run(jakarta, "send");
        run(getClass().getClassLoader(), "receive");
    }

    @Test
    void theTwoSidesDoNotShareTheirClasses() throws ReflectiveOperationException {
        String name = CorduroyConnectionFactory.class.getName();

        assertThat(ConnectionFactory.class.isAssignableFrom(CorduroyConnectionFactory.class))
                .isTrue();
        assertThat(jakarta.loadClass(name).getInterfaces()[0].getName()).startsWith("jakarta.");
        assertThat(jakarta.loadClass(name)).isNotSameAs(CorduroyConnectionFactory.class);
    }

    @Test
    void saysWhichVersionItIs() throws JMSException {
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory(url);
        try (Connection connection = factory.createConnection();
                JMSContext context = factory.createContext()) {
            assertThat(connection.getMetaData().getJMSVersion()).isEqualTo("2.0");
            assertThat(context.getMetaData().getJMSMajorVersion()).isEqualTo(2);
            assertThat(context.getMetaData().getJMSMinorVersion()).isZero();
        }
    }
}
