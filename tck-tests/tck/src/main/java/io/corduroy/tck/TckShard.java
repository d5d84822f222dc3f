package io.corduroy.tck;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.server.Node;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.login.PasswordHash;
import io.corduroy.server.login.Users;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A process that runs some of the test classes against a broker of its own, and writes down how each test ended. */
final class TckShard {

    private static final String TIMEOUT = "120 s";

    private TckShard() {}

    /**
     * Runs.
     *
     * @param arguments a folder on the class path for files, {@code tcp} or {@code embedded}, and the names of classes
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        boolean overTcp = arguments[1].equals("tcp");
        List<String> tests = List.of(arguments).subList(2, arguments.length);
        Path users = folder.resolve("users");
        Users.none()
                .with(
                        AdministeredObjects.USER,
                        PasswordHash.of(AdministeredObjects.PASSWORD, PasswordHash.ITERATIONS, new SecureRandom()))
                .write(users);
        if (overTcp) {
            Node node = Node.start(NodeConfig.defaults()
                    .with("listen.address", "127.0.0.1:0", "the harness")
                    .with("login.users", users.toString(), "the harness")
                    .with("login.anonymous", "true", "the harness"));
            run(folder, node.listen(), tests);
            node.close();
        } else {
            String options = "?node.name=tck&node.keep-open=true&node.login.anonymous=true&node.login.users=" + users;
            run(folder, "corduroy:embedded:" + options, tests);
        }
        System.exit(0); // tests may leave connections open
    }

    private static void run(Path folder, String url, List<String> tests) throws IOException {
        AdministeredObjects.write(folder, url);
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter("junit.jupiter.execution.timeout.default", TIMEOUT)
                .configurationParameter("junit.jupiter.execution.timeout.thread.mode.default", "SEPARATE_THREAD");
        tests.forEach(test -> request.selectors(selectClass(test)));
        LauncherDiscoveryRequest built = request.build();
        try (PrintWriter results = new PrintWriter(Files.newBufferedWriter(folder.resolve(TckHarness.RESULTS)), true)) {
            LauncherFactory.create().execute(built, new Recorder(results, url));
        }
    }

    private static final class Recorder implements TestExecutionListener {
        private final PrintWriter results;
        private final String url;
        private long startMs;

        Recorder(PrintWriter results, String url) {
            this.results = results;
            this.url = url;
        }

        @Override
        public void executionStarted(TestIdentifier identifier) {
            startMs = System.currentTimeMillis();
        }

        @Override
        public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
            String failure = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL
                    ? ""
                    : result.getThrowable()
                            .map(Throwable::toString)
                            .orElse(result.getStatus().toString());
            if (identifier.getSource().orElse(null) instanceof MethodSource method) {
                String test = method.getClassName() + '#' + method.getMethodName();
                results.println(new TckResult(test, failure, System.currentTimeMillis() - startMs).toLine());
                if (test.contains(".txtopictests.")) {
                    unsubscribe();
                }
            } else if (!failure.isEmpty()) {
                results.println(new TckResult(identifier.getUniqueId().replace(' ', '_') + '#', failure, 0).toLine());
            }
        }

        /** Two tests leave their durable subscription behind, whose backlog the next ones would get from any provider. */
        private void unsubscribe() {
            CorduroyConnectionFactory factory = new CorduroyConnectionFactory(AdministeredObjects.durable(url));
            try (Connection connection = factory.createConnection()) {
                connection.createSession().unsubscribe("TxTopicTestSubscription");
            } catch (InvalidDestinationException e) {
                // this one left nothing
            } catch (JMSException e) {
                throw new IllegalStateException("cannot clean up behind the test", e);
            }
        }
    }
}
