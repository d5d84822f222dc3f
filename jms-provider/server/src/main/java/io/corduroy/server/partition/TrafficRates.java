package io.corduroy.server.partition;

import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.server.metrics.Rates;

/** How fast messages come and go, from what was counted at the last look. Used on the partition's loop. */
final class TrafficRates {
    private NumberMap<Counted> before = new NumberMap<>();
    private NumberMap<Counted> now = new NumberMap<>();
    private long beforeMs;
    private long nowMs;

    private record Counted(long sent, long acknowledged) {}

    /** A look begins. */
    void begin(long atMs) {
        before = now;
        beforeMs = nowMs;
        now = new NumberMap<>();
        nowMs = atMs;
    }

    /** The rates of a destination, each once a look. */
    Rates of(Destination destination) {
        Counted count =
                new Counted(destination.traffic().sent(), destination.traffic().acknowledged());
        if (count.sent == 0 && count.acknowledged == 0) {
            return Rates.NONE; // ten thousand idle queues need no memory here
        }
        now.put(destination.id(), count);
        Counted earlier = before.get(destination.id());
        if (beforeMs == 0 || nowMs <= beforeMs) {
            return Rates.NONE;
        }
        double seconds = (nowMs - beforeMs) / 1_000.0;
        long sent = count.sent - (earlier == null ? 0 : earlier.sent);
        long acknowledged = count.acknowledged - (earlier == null ? 0 : earlier.acknowledged);
        return new Rates(sent / seconds, acknowledged / seconds);
    }
}
