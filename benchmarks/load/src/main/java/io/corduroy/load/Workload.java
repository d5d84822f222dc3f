package io.corduroy.load;

import jakarta.jms.DeliveryMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What is sent and received, how, and for how long.
 *
 * @param destination queue or topic
 * @param destinations how many of them; producers and consumers are spread over them
 * @param producers each with a connection, session and thread of its own
 * @param consumers the same; of a topic each gets everything
 * @param style how producers send
 * @param window messages per transaction, or at most unconfirmed ones with {@link Style#WINDOW}
 * @param ratePerSecond of all producers together; 0: as fast as it goes
 * @param warmupMs not counted
 * @param measureMs counted, from the first to the last message sent
 */
record Workload(
        Kind destination,
        int destinations,
        int producers,
        int consumers,
        Style style,
        int window,
        boolean persistent,
        int bodyBytes,
        int ratePerSecond,
        int warmupMs,
        int measureMs) {

    enum Kind {
        QUEUE,
        TOPIC,
        /** A topic with durable subscriptions. */
        DURABLE
    }

    enum Style {
        /** {@code send} returns when the message is confirmed. */
        BLOCKING,
        /** A CompletionListener, with at most so many unconfirmed ones. */
        WINDOW,
        /** {@code commit} after so many. */
        TRANSACTED
    }

    /** The plain case: one producer and one consumer of one queue. */
    static Workload standard() {
        return new Workload(Kind.QUEUE, 1, 1, 1, Style.BLOCKING, 1, true, 1024, 0, 3_000, 10_000);
    }

    Workload {
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

    String destinationName(int index) {
        return "load." + index % destinations;
    }

    /** In words that {@link #of} reads. */
    Map<String, String> asOptions() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("destination", destination.name());
        options.put("destinations", Integer.toString(destinations));
        options.put("producers", Integer.toString(producers));
        options.put("consumers", Integer.toString(consumers));
        options.put("style", style.name());
        options.put("window", Integer.toString(window));
        options.put("persistent", Boolean.toString(persistent));
        options.put("body-bytes", Integer.toString(bodyBytes));
        options.put("rate", Integer.toString(ratePerSecond));
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
                Kind.valueOf(Objects.requireNonNull(all.get("destination"))),
                Integer.parseInt(all.get("destinations")),
                Integer.parseInt(all.get("producers")),
                Integer.parseInt(all.get("consumers")),
                Style.valueOf(Objects.requireNonNull(all.get("style"))),
                Integer.parseInt(all.get("window")),
                Boolean.parseBoolean(all.get("persistent")),
                Integer.parseInt(all.get("body-bytes")),
                Integer.parseInt(all.get("rate")),
                Integer.parseInt(all.get("warmup-ms")),
                Integer.parseInt(all.get("measure-ms")));
    }
}
