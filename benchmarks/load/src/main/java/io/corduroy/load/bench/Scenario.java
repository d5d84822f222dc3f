package io.corduroy.load.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload with a name.
 *
 * @param options of {@link io.corduroy.load.Driver}, {@code key=value}
 */
record Scenario(String name, Durability durability, List<String> options) {

    private static final String HALF_RATE = "rate-half";
    private static final String BACKLOG = "shape=BACKLOG";
    private static final Map<String, Scenario> ALL = new LinkedHashMap<>();

    static {
        for (Durability durability : Durability.values()) {
            String suffix = durability == Durability.FSYNC ? "" : "-os";
            for (int producers : new int[] {1, 8, 32}) {
                add("blocking-" + producers + suffix, durability, "producers=" + producers);
            }
        }
        add("rate-1000", Durability.FSYNC, "producers=4", "rate=1000");
        add(HALF_RATE, Durability.FSYNC, "producers=8");
        add("window-256", Durability.FSYNC, "style=WINDOW", "window=256");
        add("transacted-1", Durability.FSYNC, "style=TRANSACTED", "window=1");
        add("transacted-100", Durability.FSYNC, "style=TRANSACTED", "window=100");
        add("non-persistent", Durability.FSYNC, "persistent=false");
        add("fan-out-10", Durability.FSYNC, "destination=TOPIC", "consumers=10");
        add("fan-out-10-durable", Durability.FSYNC, "destination=DURABLE", "consumers=10");
        add("client-acknowledge-1", Durability.FSYNC, "producers=8", "acknowledge-every=1");
        add("client-acknowledge-100", Durability.FSYNC, "style=WINDOW", "window=256", "acknowledge-every=100");
        for (String size : new String[] {"100", "10240", "102400", "1048576"}) {
            add("size-" + size, Durability.FSYNC, "producers=8", "body-bytes=" + size);
        }
        for (int messages : new int[] {300_000, 1_000_000, 5_000_000}) {
            add("backlog-" + messages, Durability.FSYNC, BACKLOG, "messages=" + messages, "style=WINDOW", "window=256");
        }
        add(
                "backlog-1-of-1000-cold",
                Durability.FSYNC,
                BACKLOG,
                "cold=true",
                "destinations=1000",
                "drained=5",
                "messages=2000000",
                "style=WINDOW",
                "window=256");
        add(
                "selector-1-percent",
                Durability.FSYNC,
                BACKLOG,
                "shares=100",
                "messages=300000",
                "style=WINDOW",
                "window=256");
        add("requests-1", Durability.FSYNC, "shape=REQUESTS", "persistent=false");
        add("requests-8", Durability.FSYNC, "shape=REQUESTS", "persistent=false", "producers=8");
        add("first-message", Durability.FSYNC, "shape=FIRST");
        add("killed", Durability.FSYNC, "producers=4", "rate=500", "kill-after-ms=3000");
        add("large-1-gib", Durability.FSYNC, "shape=LARGE", "body-bytes=1073741824");
        add("queues-10000", Durability.FSYNC, "destinations=10000", "producers=4", "consumers=4");
        add("queues-1000", Durability.FSYNC, "destinations=1000", "producers=4", "consumers=4");
    }

    private static void add(String name, Durability durability, String... options) {
        ALL.put(name, new Scenario(name, durability, List.of(options)));
    }

    /** Whether it needs half of the rate that others reach at most. */
    boolean needsHalfRate() {
        return name.equals(HALF_RATE);
    }

    /** What shows how much they reach at most. */
    static Scenario maximum() {
        return named("blocking-8");
    }

    /** The same with a rate, of all producers together. */
    Scenario at(int ratePerSecond) {
        List<String> all = new ArrayList<>(options);
        all.add("rate=" + ratePerSecond);
        return new Scenario(name, durability, all);
    }

    /** Whether the driver is there first, and has the server started. */
    boolean driverStarts() {
        return options.contains("shape=FIRST");
    }

    /** Whether it leaves everything as it was, so that it can be run again and again with the same processes. */
    boolean isRepeatable() {
        return !killsServer() && options.stream().noneMatch(option -> option.matches("shape=(BACKLOG|FIRST|LARGE)"));
    }

    /** Whether only a provider of Jakarta Messaging can do it. */
    boolean needsJms() {
        return options.stream()
                .anyMatch(option ->
                        option.matches("(shape=(REQUESTS|LARGE)|shares=.*|acknowledge-every=.*|persistent=false)"));
    }

    /** Whether clients have to connect again. */
    boolean killsServer() {
        return options.stream().anyMatch(option -> option.startsWith("kill-after-ms="));
    }

    /** Options of the driver's VM. */
    List<String> driverVm() {
        return options.contains("shape=LARGE") ? List.of("-Xms128m", "-Xmx128m") : List.of("-Xms1g", "-Xmx1g");
    }

    static Scenario named(String name) {
        Scenario found = ALL.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no scenario is called " + name + "; there are " + names());
        }
        return found;
    }

    static String names() {
        return String.join(", ", ALL.keySet());
    }
}
