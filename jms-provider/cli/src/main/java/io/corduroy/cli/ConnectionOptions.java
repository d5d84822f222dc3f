package io.corduroy.cli;

import io.corduroy.client.AdminConnection;
import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server, and as whom. */
final class ConnectionOptions {

    private static final String DEFAULT_URL = "corduroy://127.0.0.1:9750";

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server; $CORDUROY_URL if left out, else " + DEFAULT_URL + ".")
    private Optional<String> url = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME", description = "User; $CORDUROY_USER if left out, else anonymous.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            interactive = true,
            arity = "0..1",
            description = "Password; $CORDUROY_PASSWORD if left out; asked for if given without a value.")
    private Optional<String> password = Optional.empty();

    private final Map<String, String> environment = System.getenv();

    String url() {
        return url.or(() -> Optional.ofNullable(environment.get("CORDUROY_URL")))
                .orElse(DEFAULT_URL);
    }

    String user() {
        return user.or(() -> Optional.ofNullable(environment.get("CORDUROY_USER")))
                .orElse("");
    }

    String password() {
        return password.or(() -> Optional.ofNullable(environment.get("CORDUROY_PASSWORD")))
                .orElse("");
    }

    /** What a command does with a connection. */
    interface Work {
        int run(AdminConnection connection) throws JMSException;
    }

    /** Connects, works, and turns what JMS says into exit statuses. */
    int run(Work work) {
        try (AdminConnection connection = connect()) {
            return work.run(connection);
        } catch (JMSException e) {
            throw new CommandFailure(exitCode(e), String.valueOf(e.getMessage()), e);
        }
    }

    private AdminConnection connect() {
        try {
            ConnectionFactory factory = new CorduroyConnectionFactory(url());
            return (AdminConnection)
                    (user().isEmpty() ? factory.createConnection() : factory.createConnection(user(), password()));
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        } catch (JMSException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** By the protocol's error code, which every exception of the client carries. */
    private static int exitCode(JMSException e) {
        return switch (String.valueOf(e.getErrorCode())) {
            case "DESTINATION_UNKNOWN", "SUBSCRIPTION_UNKNOWN" -> ExitCode.NOT_FOUND;
            case "DESTINATION_CONFLICT", "SUBSCRIPTION_CONFLICT", "IN_USE", "CLIENT_ID_IN_USE" -> ExitCode.CONFLICT;
            case "INVALID_ARGUMENT", "INVALID_SELECTOR" -> ExitCode.USAGE;
            case "AUTHENTICATION_FAILED", "NOT_AUTHORIZED", "CONNECTION_LOST" -> ExitCode.UNREACHABLE;
            default -> ExitCode.FAILED;
        };
    }
}
