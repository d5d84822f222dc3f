package io.corduroy.conformance.artemis;

import io.corduroy.conformance.provider.RestartableBroker;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQXAConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/** An embedded Artemis that is reached within the VM. */
final class ArtemisBroker implements RestartableBroker {

    static final String USER = "alice";
    static final String PASSWORD = "wonder";

    private static final AtomicInteger LAST_ID = new AtomicInteger();

    private final int id = LAST_ID.incrementAndGet();
    private final Optional<Path> directory;
    private EmbeddedActiveMQ server;

    /** Without a directory it keeps nothing. */
    ArtemisBroker(Optional<Path> directory) throws Exception {
        this.directory = directory;
        this.server = started();
    }

    private EmbeddedActiveMQ started() throws Exception {
        Configuration config = new ConfigurationImpl()
                .setName("artemis-" + id)
                .setPersistenceEnabled(directory.isPresent())
                .setMessageExpiryScanPeriod(100)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", "vm://" + id)
                .putSecurityRoles(
                        "#",
                        Set.of(new Role(
                                "all", true, true, true, true, true, true, true, true, true, true, true, true)));
        if (directory.isPresent()) {
            String path = directory.get().toString();
            config.setJournalDirectory(path + "/journal")
                    .setBindingsDirectory(path + "/bindings")
                    .setPagingDirectory(path + "/paging")
                    .setLargeMessagesDirectory(path + "/large");
        }
        EmbeddedActiveMQ started = new EmbeddedActiveMQ();
        started.setConfiguration(config);
        started.setSecurityManager(new OneUser());
        started.start();
        return started;
    }

    /** Lets in one user, and who gives none. */
    private static final class OneUser implements ActiveMQSecurityManager {
        @Override
        public boolean validateUser(String user, String password) {
            return user == null || user.isEmpty() || user.equals(USER) && PASSWORD.equals(password);
        }

        @Override
        public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType checkType) {
            return validateUser(user, password);
        }
    }

    @Override
    public ActiveMQJMSConnectionFactory connectionFactory() throws JMSException {
        ActiveMQJMSConnectionFactory factory = new ActiveMQJMSConnectionFactory("vm://" + id);
        factory.setReconnectAttempts(0);
        return factory;
    }

    ActiveMQXAConnectionFactory xaConnectionFactory() {
        ActiveMQXAConnectionFactory factory = new ActiveMQXAConnectionFactory("vm://" + id);
        factory.setReconnectAttempts(0);
        return factory;
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }

    @Override
    public void start() throws Exception {
        server = started();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (Exception e) {
            throw new IllegalStateException("Artemis does not stop", e);
        }
    }
}
