package io.corduroy.broker;

import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.delivery.SubscriptionDelivery;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.broker.state.Traffic;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.SegmentInfo;
import io.corduroy.protocol.AdminColumn;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.DestinationName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Figures for administrators, as rows of text; nothing is counted twice, depth is what subscriptions still need. */
final class AdminTables {
    private final int partition;
    private final PartitionState state;
    private final Dispatcher dispatcher;
    private final PartitionLog log;
    private long batches;
    private long forces;

    AdminTables(int partition, PartitionState state, Dispatcher dispatcher, PartitionLog log) {
        this.partition = partition;
        this.state = state;
        this.dispatcher = dispatcher;
        this.log = log;
    }

    /** Counts what is flushed. */
    void onFlushed(boolean forced) {
        batches++;
        forces += forced ? 1 : 0;
    }

    /** A row with exactly the columns of the verb; what is not known here is empty. */
    static Map<String, String> row(AdminVerb verb, Map<AdminColumn, String> cells) {
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : verb.columns()) {
            row.put(column, "");
        }
        cells.forEach((column, text) -> row.replace(column.key(), text));
        return row;
    }

    Map<String, String> destination(AdminVerb verb, Destination destination, long oldestMs, long nowMs) {
        Map<AdminColumn, String> cells = new LinkedHashMap<>();
        cells.put(AdminColumn.NAME, destination.name().name());
        cells.put(AdminColumn.KIND, kind(destination.name().kind()));
        cells.put(AdminColumn.PARTITION, Integer.toString(partition));
        long messages = destination.scheduledCount();
        long inFlight = 0;
        long delayed = destination.scheduledCount();
        long consumers = 0;
        for (Subscription each : destination.subscriptions()) {
            messages += each.depth();
            delayed += resting(each, nowMs);
            inFlight += delivery(each).consumers().heldCount();
            consumers += delivery(each).consumers().openCount();
        }
        cells.put(AdminColumn.MESSAGES, Long.toString(messages));
        cells.put(AdminColumn.IN_FLIGHT, Long.toString(inFlight));
        cells.put(AdminColumn.DELAYED, Long.toString(delayed));
        cells.put(AdminColumn.CONSUMERS, Long.toString(consumers));
        cells.put(
                AdminColumn.SUBSCRIPTIONS,
                Integer.toString(destination.subscriptions().size()));
        cells.put(AdminColumn.OLDEST_MS, age(oldestMs, nowMs));
        cells.put(AdminColumn.RETAINED, Long.toString(destination.retainedCount()));
        cells.put(AdminColumn.RETAINED_BYTES, Long.toString(destination.retainedBytes()));
        Traffic traffic = destination.traffic();
        cells.put(AdminColumn.SENT, Long.toString(traffic.sent()));
        cells.put(AdminColumn.ACKNOWLEDGED, Long.toString(traffic.acknowledged()));
        cells.put(AdminColumn.REDELIVERED, Long.toString(traffic.redelivered()));
        cells.put(AdminColumn.EXPIRED, Long.toString(traffic.expired()));
        cells.put(AdminColumn.DEAD_LETTERED, Long.toString(traffic.deadLettered()));
        Map<String, String> row = row(verb, cells);
        destination.settings().toMap().forEach(row::replace);
        return row;
    }

    Map<String, String> subscription(AdminVerb verb, Subscription subscription, long oldestMs, long nowMs) {
        Map<AdminColumn, String> cells = new LinkedHashMap<>();
        cells.put(AdminColumn.TOPIC, subscription.destination().name().name());
        cells.put(AdminColumn.SUBSCRIPTION, subscription.spec().name());
        cells.put(AdminColumn.CLIENT_ID, subscription.spec().clientId());
        cells.put(AdminColumn.KIND, words(subscription.spec().kind().name()));
        cells.put(AdminColumn.SELECTOR, subscription.selectorText());
        cells.put(AdminColumn.PARTITION, Integer.toString(partition));
        cells.put(AdminColumn.MESSAGES, Long.toString(subscription.depth()));
        cells.put(AdminColumn.DELAYED, Long.toString(resting(subscription, nowMs)));
        cells.put(
                AdminColumn.IN_FLIGHT,
                Long.toString(delivery(subscription).consumers().heldCount()));
        cells.put(
                AdminColumn.CONSUMERS,
                Integer.toString(delivery(subscription).consumers().openCount()));
        cells.put(AdminColumn.OLDEST_MS, age(oldestMs, nowMs));
        return row(verb, cells);
    }

    Map<String, String> affected(AdminVerb verb, long count) {
        return row(verb, Map.of(AdminColumn.AFFECTED, Long.toString(count)));
    }

    /** The node's number is not known here: the server fills it in. */
    Map<String, String> partition(AdminVerb verb) {
        List<SegmentInfo> segments = log.segments();
        double liveBytes = 0;
        for (SegmentInfo each : segments) {
            liveBytes += each.liveShare() * (each.endPosition() - each.basePosition());
        }
        long[] sums = new long[2];
        state.subscriptions().forEach(subscription -> {
            sums[0] += subscription.depth();
            sums[1] += delivery(subscription).consumers().openCount();
        });
        Map<AdminColumn, String> cells = new LinkedHashMap<>();
        cells.put(AdminColumn.PARTITION, Integer.toString(partition));
        cells.put(AdminColumn.EPOCH, Long.toString(state.epoch()));
        cells.put(
                AdminColumn.START_POSITION,
                Long.toString(segments.isEmpty() ? 0 : segments.get(0).basePosition()));
        cells.put(AdminColumn.COMMIT_POSITION, Long.toString(log.appliedPosition()));
        cells.put(AdminColumn.END_POSITION, Long.toString(log.endPosition()));
        cells.put(AdminColumn.SEGMENTS, Integer.toString(segments.size()));
        cells.put(AdminColumn.LIVE_BYTES, Long.toString((long) liveBytes));
        cells.put(AdminColumn.BATCHES, Long.toString(batches));
        cells.put(AdminColumn.FORCES, Long.toString(forces));
        cells.put(
                AdminColumn.DESTINATIONS, Integer.toString(state.destinations().size()));
        cells.put(AdminColumn.MESSAGES, Long.toString(sums[0]));
        cells.put(AdminColumn.CLIENTS, Integer.toString(state.clients().size()));
        cells.put(AdminColumn.CONSUMERS, Long.toString(sums[1]));
        cells.put(
                AdminColumn.TRANSACTIONS, Integer.toString(state.transactions().size()));
        return row(verb, cells);
    }

    private static long resting(Subscription subscription, long nowMs) {
        long[] count = new long[1];
        subscription.forEachResting(nowMs, (key, untilMs) -> count[0]++);
        return count[0];
    }

    private SubscriptionDelivery delivery(Subscription subscription) {
        return dispatcher.of(subscription);
    }

    private static String age(long oldestMs, long nowMs) {
        return oldestMs == OldestMessage.NONE ? "" : Long.toString(Math.max(0, nowMs - oldestMs));
    }

    private static String kind(DestinationName.Kind kind) {
        return words(kind.name());
    }

    private static String words(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
