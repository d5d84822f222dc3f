package io.corduroy.cli;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corduroy message consume}. */
@Command(
        name = "consume",
        description = {
            "Take messages and print them; each is acknowledged after it has been printed.",
            "Ends after --count messages, or when none came for --wait;",
            "with --output-file after one, whose body is in the file before it is acknowledged."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy message consume orders --count 1",
            "  corduroy message consume orders --body-only > orders.txt",
            "  corduroy message consume pictures --output-file picture.png",
            "  corduroy message consume topic:news --subscription archive --client-id ops --wait 1h"
        })
final class MessageConsume implements Callable<Integer> {

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
            description = "At most so many. Default: all.",
            defaultValue = "" + Integer.MAX_VALUE,
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private int count;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            converter = DurationArgument.Converter.class,
            description = "How long to wait for the next message. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1s")
    private DurationArgument wait = DurationArgument.ZERO;

    @Option(names = "--selector", paramLabel = "SELECTOR", description = "Only those that match.")
    private Optional<String> selector = Optional.empty();

    @Option(
            names = "--subscription",
            paramLabel = "NAME",
            description = "Durable subscription of a topic; made if missing.")
    private Optional<String> subscription = Optional.empty();

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description = "Client identifier that the subscription belongs to.")
    private Optional<String> clientId = Optional.empty();

    @Option(names = "--body-only", description = "Print nothing but the body of each message, on a line.")
    private boolean bodyOnly;

    @Option(
            names = "--output-file",
            paramLabel = "FILE",
            description = "Take one message and write its body, text or bytes of any length, to a file.")
    private Optional<Path> outputFile = Optional.empty();

    @Override
    public Integer call() {
        return server.run(this::consume);
    }

    private int consume(Connection connection) throws JMSException {
        if (clientId.isPresent()) {
            connection.setClientID(clientId.get());
        }
        connection.start();
        PrintWriter out = spec.commandLine().getOut();
        Progress progress = new Progress(spec.commandLine().getErr(), "consumed", "messages");
        try (Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE);
                MessageConsumer consumer = consumer(session)) {
            while (progress.done() < (outputFile.isPresent() ? Math.min(1, count) : count)) {
                Message message = wait.ms() == 0 ? consumer.receiveNoWait() : consumer.receive(wait.ms());
                if (message == null) {
                    break;
                }
                if (outputFile.isPresent()) {
                    BodyFile.write(message, outputFile.get());
                } else {
                    out.println(text(message));
                }
                out.flush(); // what we acknowledge must not sit in a buffer of ours
                message.acknowledge();
                progress.add(1);
            }
        }
        progress.end();
        return ExitCode.OK;
    }

    /** A line of JSON per message, or a head line with what is set and then the body. */
    private String text(Message message) throws JMSException {
        if (bodyOnly) {
            return MessageRow.body(message);
        }
        Map<String, String> row = MessageRow.of(message, true);
        if (output.isJson()) {
            return Json.object(row);
        }
        String body = Objects.requireNonNull(row.remove("body"));
        String head = row.entrySet().stream()
                .filter(cell -> !cell.getValue().isEmpty())
                .map(cell -> cell.getKey() + "=" + cell.getValue())
                .collect(Collectors.joining(" "));
        return "# " + head + System.lineSeparator() + body;
    }

    private MessageConsumer consumer(Session session) throws JMSException {
        if (subscription.isPresent()) {
            return session.createDurableConsumer(
                    (Topic) destination.in(session), subscription.get(), selector.orElse(""), false);
        }
        return session.createConsumer(destination.in(session), selector.orElse(""));
    }
}
