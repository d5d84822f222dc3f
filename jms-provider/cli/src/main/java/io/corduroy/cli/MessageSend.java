package io.corduroy.cli;

import io.corduroy.client.message.CorduroyBytesMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code corduroy message send}. */
@Command(
        name = "send",
        description = "Send messages; when the command ends they are as durable as the server's policy says.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  corduroy message send orders --text hello",
            "  corduroy message send orders --text load --count 10000",
            "  corduroy message send topic:news --file picture.png --property kind=photo",
            "  journalctl -f | corduroy message send logs --lines"
        })
final class MessageSend implements Callable<Integer> {

    private static final int BATCH = 500;
    private static final long READ_WHOLE_BYTES = 1 << 20;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before it calls anything
    private CommandSpec spec;

    @Mixin
    private final ConnectionOptions server = new ConnectionOptions();

    @Parameters(
            paramLabel = "DESTINATION",
            converter = DestinationArgument.Converter.class,
            description = DestinationArgument.HELP)
    @SuppressWarnings("NullAway.Init") // required
    private DestinationArgument destination;

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // required
    private Body body;

    /** What is sent. */
    static final class Body {
        @Option(names = "--text", paramLabel = "TEXT", description = "A TextMessage.")
        private Optional<String> text = Optional.empty();

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "A BytesMessage with the bytes of a file, of any length.")
        private Optional<Path> file = Optional.empty();

        @Option(names = "--lines", description = "A TextMessage for each line of standard input.")
        private boolean lines;
    }

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "Send it so often. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int count;

    @Option(
            names = "--property",
            paramLabel = "NAME=VALUE",
            description =
                    "A property; may be repeated. A value that is a whole number or true/false becomes a long or boolean.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(names = "--type", paramLabel = "TYPE", description = "JMSType.")
    private Optional<String> type = Optional.empty();

    @Option(names = "--correlation-id", paramLabel = "ID", description = "JMSCorrelationID.")
    private Optional<String> correlationId = Optional.empty();

    @Option(
            names = "--group",
            paramLabel = "GROUP",
            description = "JMSXGroupID: messages of a group keep their order over several consumers.")
    private Optional<String> group = Optional.empty();

    @Option(names = "--priority", paramLabel = "0-9", description = "Default: ${DEFAULT-VALUE}.", defaultValue = "4")
    private int priority;

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            converter = DurationArgument.Converter.class,
            description = "Time to live, such as 10m. Default: for ever.")
    private DurationArgument timeToLive = DurationArgument.ZERO;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = DurationArgument.Converter.class,
            description = "Deliver not before this time from now.")
    private DurationArgument delay = DurationArgument.ZERO;

    @Option(names = "--non-persistent", description = "May be lost when the server ends.")
    private boolean nonPersistent;

    @Override
    public Integer call() {
        return server.run(this::send);
    }

    private int send(Connection connection) throws JMSException {
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(destination.in(session))) {
            producer.setPriority(priority);
            producer.setTimeToLive(timeToLive.ms());
            producer.setDeliveryDelay(delay.ms());
            producer.setDeliveryMode(nonPersistent ? DeliveryMode.NON_PERSISTENT : DeliveryMode.PERSISTENT);
            Progress progress = new Progress(spec.commandLine().getErr(), "sent", "messages");
            if (body.lines) {
                sendLines(session, producer, progress);
            } else if (body.file.isPresent()) {
                for (int i = 0; i < count; i++) {
                    sendFile(session, producer, body.file.get());
                    commitNowAndThen(session, progress, 1);
                }
            } else {
                Message message = withHeaders(session.createTextMessage(body.text.orElse("")));
                for (int i = 0; i < count; i++) {
                    producer.send(message);
                    commitNowAndThen(session, progress, 1);
                }
            }
            session.commit();
            progress.end();
            return ExitCode.OK;
        }
    }

    private void sendLines(Session session, MessageProducer producer, Progress progress) throws JMSException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                producer.send(withHeaders(session.createTextMessage(line)));
                // Who feeds us slowly wants each line to arrive; who feeds us fast wants it to go fast.
                commitNowAndThen(session, progress, in.ready() ? 1 : BATCH);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private static void commitNowAndThen(Session session, Progress progress, int weight) throws JMSException {
        if (progress.add(1) % BATCH == 0 || weight == BATCH) {
            session.commit();
        }
    }

    /** A small file is read whole, a larger one while it is sent. */
    private void sendFile(Session session, MessageProducer producer, Path file) throws JMSException {
        BytesMessage bytes = session.createBytesMessage();
        try (InputStream in = Files.newInputStream(file)) {
            if (Files.size(file) <= READ_WHOLE_BYTES) {
                bytes.writeBytes(in.readAllBytes());
            } else {
                bytes.setObjectProperty(CorduroyBytesMessage.INPUT_STREAM, in);
            }
            producer.send(withHeaders(bytes));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e, e);
        }
    }

    private Message withHeaders(Message message) throws JMSException {
        for (Map.Entry<String, String> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), valueOf(property.getValue()));
        }
        if (group.isPresent()) {
            message.setStringProperty("JMSXGroupID", group.get());
        }
        if (type.isPresent()) {
            message.setJMSType(type.get());
        }
        if (correlationId.isPresent()) {
            message.setJMSCorrelationID(correlationId.get());
        }
        return message;
    }

    private static Object valueOf(String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.matches("-?\\d{1,18}") ? Long.valueOf(text) : text;
    }
}
