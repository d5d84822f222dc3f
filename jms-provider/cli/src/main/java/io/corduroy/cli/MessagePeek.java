package io.corduroy.cli;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
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
        description = "Look at messages of a queue without taking them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy message peek orders",
            "  corduroy message peek DLQ --count 1 --output json",
            "  corduroy message peek orders --selector \"country = 'NZ'\""
        })
final class MessagePeek implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Mixin
    private final ConnectionOptions server = new ConnectionOptions();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Parameters(paramLabel = "QUEUE", converter = DestinationArgument.Converter.class, description = "Queue's name.")
    @SuppressWarnings("NullAway.Init") // required
    private DestinationArgument queue;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "At most so many. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int count;

    @Option(names = "--selector", paramLabel = "SELECTOR", description = "Only those that match.")
    private Optional<String> selector = Optional.empty();

    @Override
    public Integer call() {
        if (!queue.isQueue()) {
            throw new ParameterException(spec.commandLine(), "a topic keeps no messages; peek at a queue");
        }
        return server.run(this::peek);
    }

    private int peek(Connection connection) throws JMSException {
        connection.start();
        List<Map<String, String>> rows = new ArrayList<>();
        try (Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(queue.queueIn(session), selector.orElse(""))) {
            Enumeration<?> messages = browser.getEnumeration();
            while (rows.size() < count && messages.hasMoreElements()) {
                rows.add(MessageRow.of((Message) messages.nextElement(), output.isJson()));
            }
        }
        output.print(MessageRow.COLUMNS, rows, spec);
        return ExitCode.OK;
    }
}
