package io.corduroy.server.partition;

import io.corduroy.broker.PartitionEngine;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.Subscription;
import io.corduroy.broker.state.Traffic;
import io.corduroy.server.metrics.DestinationSnapshot;
import io.corduroy.server.metrics.Rates;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;

/** All destinations of a partition at a moment, the deepest first: a monitor cannot show ten thousand, but must show the one that grows. */
final class DestinationRanking {

    private final PartitionEngine engine;
    private final long nowMs;
    private final List<Ranked> all = new ArrayList<>();
    private long messages;
    private Rates rates = Rates.NONE;

    private record Ranked(Destination destination, DestinationSnapshot snapshot) {}

    DestinationRanking(PartitionEngine engine, TrafficRates traffic, long nowMs) {
        this.engine = engine;
        this.nowMs = nowMs;
        traffic.begin(nowMs);
        engine.state().destinations().forEach(destination -> {
            DestinationSnapshot snapshot = snapshot(destination, traffic.of(destination));
            all.add(new Ranked(destination, snapshot));
            messages += snapshot.messages();
            rates = rates.plus(snapshot.rates());
        });
    }

    private static DestinationSnapshot snapshot(Destination destination, Rates rates) {
        long depth = 0;
        for (Subscription subscription : destination.subscriptions()) {
            depth += subscription.depth();
        }
        Traffic traffic = destination.traffic();
        return new DestinationSnapshot(
                destination.isQueue() ? "queue" : "topic",
                destination.name().name(),
                depth,
                destination.subscriptions().size(),
                0,
                destination.retainedCount(),
                destination.retainedBytes(),
                rates,
                traffic.sent(),
                traffic.acknowledged(),
                traffic.redelivered(),
                traffic.expired(),
                traffic.deadLettered());
    }

    long messages() {
        return messages;
    }

    Rates rates() {
        return rates;
    }

    /** So many, by their depth and then by name, and the sum of the others if there are any. */
    List<DestinationSnapshot> deepest(int count) {
        Comparator<DestinationSnapshot> order = Comparator.comparingLong(DestinationSnapshot::messages)
                .reversed()
                .thenComparing(DestinationSnapshot::name)
                .thenComparing(DestinationSnapshot::kind);
        all.sort(Comparator.comparing(Ranked::snapshot, order));
        int own = Math.min(count, all.size());
        List<DestinationSnapshot> shown = new ArrayList<>(own + 1);
        all.subList(0, own).forEach(ranked -> shown.add(withAge(ranked)));
        if (all.size() > own) {
            shown.add(DestinationSnapshot.others(
                    all.subList(own, all.size()).stream().map(Ranked::snapshot).toList()));
        }
        return shown;
    }

    private DestinationSnapshot withAge(Ranked ranked) {
        OptionalLong cameMs = engine.oldestMessageMs(ranked.destination);
        long ageMs = cameMs.isPresent() ? Math.max(0, nowMs - cameMs.getAsLong()) : 0;
        return ranked.snapshot.withOldestMessageAgeMs(ageMs);
    }
}
