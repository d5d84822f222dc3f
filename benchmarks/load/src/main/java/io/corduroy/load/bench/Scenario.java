package io.corduroy.load.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workload with a name.
 *
 * @param options of {@link io.corduroy.load.Driver}, {@code key=value}
 */
record Scenario(String name, Durability durability, List<String> options) {

    private static final Map<String, Scenario> ALL = new LinkedHashMap<>();

    static {
        for (Durability durability : Durability.values()) {
            String suffix = durability == Durability.FSYNC ? "" : "-os";
            for (int producers : new int[] {1, 8, 32}) {
                add("blocking-" + producers + suffix, durability, "producers=" + producers);
            }
        }
        add("rate-1000", Durability.FSYNC, "producers=4", "rate=1000");
        add("window-256", Durability.FSYNC, "style=WINDOW", "window=256");
        add("transacted-1", Durability.FSYNC, "style=TRANSACTED", "window=1");
        add("transacted-100", Durability.FSYNC, "style=TRANSACTED", "window=100");
        add("non-persistent", Durability.FSYNC, "persistent=false");
        add("fan-out-10", Durability.FSYNC, "destination=TOPIC", "consumers=10");
        add("fan-out-10-durable", Durability.FSYNC, "destination=DURABLE", "consumers=10");
        add("queues-1000", Durability.FSYNC, "destinations=1000", "producers=4", "consumers=4");
    }

    private static void add(String name, Durability durability, String... options) {
        ALL.put(name, new Scenario(name, durability, List.of(options)));
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
