package io.corduroy.load;

import jakarta.jms.DeliveryMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What is sent and received, how, and for how long.
 *
 * @param shape what happens in which order
 * @param destination queue or topic
 * @param destinations how many of them; producers and consumers are spread over them
 * @param producers each with a connection, session and thread of its own
 * @param consumers the same; of a topic each gets everything
 * @param style how producers send
 * @param window messages per transaction, or at most unconfirmed ones with {@link Style#WINDOW}
 * @param ratePerSecond of all producers together; 0: as fast as it goes
 * @param acknowledgeEvery 0: {@code AUTO_ACKNOWLEDGE}; otherwise {@code CLIENT_ACKNOWLEDGE} after so many messages
 * @param shares 0: none; otherwise each message says which of so many shares it belongs to, and consumers select one of them
 * @param killAfterMs 0: never; otherwise the server is killed so long after the warm-up, and started again
 * @param messages in a backlog, by all producers together
 * @param drained how many destinations of a backlog are drained; 0: all
 * @param cold whether the operating system has to forget its copy of a backlog before
 * @param inputProperty in which this provider takes the stream that a large body is read from
 * @param saveProperty in which it takes the stream that a large body is written to
 * @param warmupMs not counted
 * @param measureMs counted, from the first to the last message sent
 */
public record Workload(
        Shape shape,
        Kind destination,
        int destinations,
        int producers,
        int consumers,
        Style style,
        int window,
        boolean persistent,
        int bodyBytes,
        int ratePerSecond,
        int acknowledgeEvery,
        int shares,
        int killAfterMs,
        int messages,
        int drained,
        boolean cold,
        String inputProperty,
        String saveProperty,
        int warmupMs,
        int measureMs) {

    /** What happens in which order. */
    public enum Shape {
        /** Sending and receiving at the same time. */
        STEADY,
        /** Sending first, then receiving. */
        BACKLOG,
        /** Start of the server and one message. */
        FIRST,
        /** Requests and replies. */
        REQUESTS,
        /** One message from a file to a file. */
        LARGE
    }

    /** What kind of destinations. */
    public enum Kind {
        /** One consumer gets a message. */
        QUEUE,
        /** Each consumer gets it. */
        TOPIC,
        /** A topic with durable subscriptions. */
        DURABLE
    }

    /** How producers send. */
    public enum Style {
        /** {@code send} returns when the message is confirmed. */
        BLOCKING,
        /** A CompletionListener, with at most so many unconfirmed ones. */
        WINDOW,
        /** {@code commit} after so many. */
        TRANSACTED
    }

    /**
     * The plain case: one producer and one consumer of one queue. With one processor for each process most of the 15 s are needed for
     * compiling; before, a figure says how fast the virtual machine compiles.
     */
    static Workload standard() {
        return new Workload(
                Shape.STEADY,
                Kind.QUEUE,
                1,
                1,
                1,
                Style.BLOCKING,
                1,
                true,
                1024,
                0,
                0,
                0,
                0,
                300_000,
                0,
                false,
                "JMS_CORDUROY_InputStream",
                "JMS_CORDUROY_SaveStream",
                15_000,
                10_000);
    }

    /** Says what cannot be. */
    public Workload {
        if (destinations < 1 || producers < 1 || consumers < 0 || window < 1 || measureMs < 1) {
            throw new IllegalArgumentException("a workload needs at least one of each: " + destinations
                    + " destinations, " + producers + " producers, window " + window + ", " + measureMs + " ms");
        }
        if (bodyBytes < Letter.HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "a body has to have room for " + Letter.HEADER_BYTES + " bytes, not " + bodyBytes);
        }
    }

    int deliveryMode() {
        return persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT;
    }

    /** What a destination is called. */
    public String destinationName(int index) {
        return "load." + index % destinations;
    }

    /** How many each producer sends to, in turn. */
    public int destinationsPerProducer() {
        return Math.max(1, destinations / producers);
    }

    /** Where a producer's message goes. */
    public int destinationOf(int producer, long number) {
        int own = destinationsPerProducer();
        return (producer * own + (int) (number % own)) % destinations;
    }

    /** What a consumer subscribes to: of queues its part, of topics all. */
    public List<Integer> destinationsOfConsumer(int consumer) {
        int consumed = drained == 0 ? destinations : drained;
        int own = destination == Kind.QUEUE ? Math.max(1, consumed / consumers) : consumed;
        return IntStream.range(0, own)
                .map(i -> (consumer * own + i) % destinations)
                .boxed()
                .toList();
    }

    /** In words that {@link #of} reads. */
    Map<String, String> asOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("shape", shape.name());
        options.put("destination", destination.name());
        options.put("destinations", Integer.toString(destinations));
        options.put("producers", Integer.toString(producers));
        options.put("consumers", Integer.toString(consumers));
        options.put("style", style.name());
        options.put("window", Integer.toString(window));
        options.put("persistent", Boolean.toString(persistent));
        options.put("body-bytes", Integer.toString(bodyBytes));
        options.put("rate", Integer.toString(ratePerSecond));
        options.put("acknowledge-every", Integer.toString(acknowledgeEvery));
        options.put("shares", Integer.toString(shares));
        options.put("kill-after-ms", Integer.toString(killAfterMs));
        options.put("messages", Integer.toString(messages));
        options.put("drained", Integer.toString(drained));
        options.put("cold", Boolean.toString(cold));
        options.put("input-property", inputProperty);
        options.put("save-property", saveProperty);
        options.put("warmup-ms", Integer.toString(warmupMs));
        options.put("measure-ms", Integer.toString(measureMs));
        return options;
    }

    /** What options say; what they do not say is as in {@link #standard}. */
    static Workload of(Map<String, String> options) {
        Map<String, String> all = standard().asOptions();
        options.forEach((key, value) -> {
            if (all.put(key, value) == null) {
                throw new IllegalArgumentException("no option of a workload: " + key + "; there are " + all.keySet());
            }
        });
        return new Workload(
                Shape.valueOf(Objects.requireNonNull(all.get("shape"))),
                Kind.valueOf(Objects.requireNonNull(all.get("destination"))),
                Integer.parseInt(all.get("destinations")),
                Integer.parseInt(all.get("producers")),
                Integer.parseInt(all.get("consumers")),
                Style.valueOf(Objects.requireNonNull(all.get("style"))),
                Integer.parseInt(all.get("window")),
                Boolean.parseBoolean(all.get("persistent")),
                Integer.parseInt(all.get("body-bytes")),
                Integer.parseInt(all.get("rate")),
                Integer.parseInt(all.get("acknowledge-every")),
                Integer.parseInt(all.get("shares")),
                Integer.parseInt(all.get("kill-after-ms")),
                Integer.parseInt(all.get("messages")),
                Integer.parseInt(all.get("drained")),
                Boolean.parseBoolean(all.get("cold")),
                Objects.requireNonNull(all.get("input-property")),
                Objects.requireNonNull(all.get("save-property")),
                Integer.parseInt(all.get("warmup-ms")),
                Integer.parseInt(all.get("measure-ms")));
    }
}
