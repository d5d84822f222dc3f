package io.corduroy.cli;

import io.corduroy.client.AdminConnection;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corduroy message peek}. */
@Command(
        name = "peek",
        description = "Look at messages without taking them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy message peek orders",
            "  corduroy message peek DLQ --count 1 --output json",
            "  corduroy message peek orders --selector \"country = 'NZ'\"",
            "  corduroy message peek topic:news --retained"
        })
final class MessagePeek implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Mixin
    private final ConnectionOptions server = new ConnectionOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(
            paramLabel = "DESTINATION",
            converter = DestinationArgument.Converter.class,
            description = DestinationArgument.HELP)
    @SuppressWarnings("NullAway.Init") // required
    private DestinationArgument destination;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int count;

    @Option(names = "--selector", paramLabel = "SELECTOR", description = "Only those that match.")
    private Optional<String> selector = Optional.empty();

    @Option(
            names = "--retained",
            description =
                    "Everything that is there: also what is in flight, and what has been consumed and is kept for replay"
                            + " (retention-time, retention-size).")
    private boolean retained;

    @Override
    public Integer call() {
        if (!destination.isQueue() && !retained) {
            throw new ParameterException(
                    spec.commandLine(),
                    "messages of a topic wait in its subscriptions; peek at a queue, or with --retained at what the topic keeps");
        }
        return server.run(this::peek);
    }

    private int peek(Connection connection) throws JMSException {
        connection.start();
        List<Map<String, String>> rows = new ArrayList<>();
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            Enumeration<?> messages = look(connection, session);
            while (rows.size() < count && messages.hasMoreElements()) {
                rows.add(MessageRow.of((Message) messages.nextElement(), output.isJson()));
            }
        }
        output.print(MessageRow.COLUMNS, rows, spec);
        return ExitCode.OK;
    }

    /** Ends with the session. */
    private Enumeration<?> look(Connection connection, Session session) throws JMSException {
        return retained
                ? ((AdminConnection) connection).browseRetained(session, destination.in(session), selector.orElse(""))
                : session.createBrowser(destination.queueIn(session), selector.orElse(""))
                        .getEnumeration();
    }
}
