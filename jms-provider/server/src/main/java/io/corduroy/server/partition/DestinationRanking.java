package io.corduroy.server.partition;

import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.broker.state.Traffic;
import io.corduroy.server.metrics.DestinationSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** All destinations of a partition at a moment, the deepest first: a monitor cannot show ten thousand, but must show the one that grows. */
final class DestinationRanking {

    private final List<DestinationSnapshot> all = new ArrayList<>();
    private long messages;

    DestinationRanking(PartitionState state) {
        state.destinations().forEach(destination -> {
            DestinationSnapshot snapshot = snapshot(destination);
            all.add(snapshot);
            messages += snapshot.messages();
        });
    }

    private static DestinationSnapshot snapshot(Destination destination) {
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
                traffic.sent(),
                traffic.acknowledged(),
                traffic.redelivered(),
                traffic.expired(),
                traffic.deadLettered());
    }

    long messages() {
        return messages;
    }

    /** So many, by their depth and then by name, and the sum of the others if there are any. */
    List<DestinationSnapshot> deepest(int count) {
        all.sort(Comparator.comparingLong(DestinationSnapshot::messages)
                .reversed()
                .thenComparing(DestinationSnapshot::name)
                .thenComparing(DestinationSnapshot::kind));
        List<DestinationSnapshot> shown = new ArrayList<>(all.subList(0, Math.min(count, all.size())));
        if (all.size() > count) {
            shown.add(DestinationSnapshot.others(all.subList(count, all.size())));
        }
        return shown;
    }
}
