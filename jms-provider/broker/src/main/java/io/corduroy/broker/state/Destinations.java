package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which queues and topics there are, and who has subscribed to them. */
final class Destinations {
    private final Lanes lanes;
    private final Retention retention;
    private final Schedules schedules;
    private final Attachments attachments;
    private final Duplicates duplicates;
    long nextDestination = 1;
    long nextSubscription = 1;
    private int nextVolatileSubscription = -1;
    final NumberMap<Destination> all = new NumberMap<>();
    final NumberMap<Subscription> subscriptions = new NumberMap<>();
    // For look-ups only, never iterated.
    private final Map<DestinationName, Destination> byName = new HashMap<>();
    private final Map<SubscriptionName, Subscription> subscriptionsByName = new HashMap<>();

    /** Durable and non-durable subscriptions have name spaces of their own (Jakarta Messaging 3.1, 4.2). */
    private record SubscriptionName(boolean durable, String clientId, String name) {
        static SubscriptionName of(SubscriptionSpec spec) {
            return new SubscriptionName(spec.kind().isDurable(), spec.clientId(), spec.name());
        }
    }

    Destinations(
            Lanes lanes, Retention retention, Schedules schedules, Attachments attachments, Duplicates duplicates) {
        this.duplicates = duplicates;
        this.lanes = lanes;
        this.retention = retention;
        this.schedules = schedules;
        this.attachments = attachments;
    }

    @Nullable
    Destination get(long id) {
        return all.get(id);
    }

    @Nullable
    Destination get(DestinationName name) {
        return byName.get(name);
    }

    @Nullable
    Subscription subscription(long id) {
        return subscriptions.get(id);
    }

    @Nullable
    Subscription subscription(SubscriptionSpec spec) {
        return subscriptionsByName.get(SubscriptionName.of(spec));
    }

    /** Volatile subscriptions of higher numbers have been there. */
    int nextVolatileSubscription() {
        return nextVolatileSubscription;
    }

    void onEpochStarted() {
        subscriptions.forEach(Subscription::onEpochStarted);
    }

    // Destinations

    void applyCreated(ByteBuffer record) {
        DestinationName name = RecordFields.destinationName(record);
        long owner = Varints.get(record);
        DestinationSettings settings = record.hasRemaining()
                ? RecordFields.settings(DestinationSettings.DEFAULTS, record)
                : DestinationSettings.DEFAULTS;
        if (byName.containsKey(name) || (owner != 0 && attachments.clients.get(owner) == null)) {
            return;
        }
        Destination destination = new Destination((int) nextDestination++, name, owner, settings);
        add(destination);
        if (destination.isQueue()) {
            add(new Subscription((int) nextSubscription++, destination, SubscriptionSpec.OF_QUEUE, "", null, null));
        }
    }

    void add(Destination destination) {
        all.put(destination.id(), destination);
        byName.put(destination.name(), destination);
        retention.onCreated(destination);
    }

    void applyAltered(ByteBuffer record) {
        Destination destination = all.get(Varints.get(record));
        if (destination != null) {
            retention.alter(destination, RecordFields.settings(destination.settings(), record));
        }
    }

    void applyDeleted(long id) {
        Destination destination = all.remove(id);
        if (destination == null) {
            return;
        }
        byName.remove(destination.name());
        destination.markDeleted();
        retention.onDeleted(destination);
        schedules.removeAll(destination);
        duplicates.onDeleted(destination);
        for (Subscription each : List.copyOf(destination.subscriptions())) {
            remove(each);
        }
    }

    /** Temporary destinations go with their client. */
    void deleteOwnedBy(Client client) {
        all.forEach(destination -> {
            if (destination.owner() == client.number()) {
                applyDeleted(destination.id());
            }
        });
    }

    // Subscriptions

    void applySubscriptionCreated(ByteBuffer record) {
        Destination destination = all.get(Varints.get(record));
        SubscriptionSpec spec = RecordFields.subscriptionSpec(record);
        String selector = Varints.getString(record);
        if (destination != null && subscription(spec) == null) {
            add(new Subscription((int) nextSubscription++, destination, spec, selector, Lanes.parsed(selector), null));
        }
    }

    void add(Subscription subscription) {
        subscriptions.put(subscription.id(), subscription);
        subscription.destination().add(subscription);
        if (!subscription.spec().name().isEmpty()) {
            subscriptionsByName.put(SubscriptionName.of(subscription.spec()), subscription);
        }
    }

    /** Makes a subscription that is no record and no part of what is durable. */
    Subscription addVolatile(
            Destination destination, SubscriptionSpec spec, String selector, ClientInstanceId subscriber) {
        Subscription subscription = new Subscription(
                nextVolatileSubscription--, destination, spec, selector, Lanes.parsed(selector), subscriber);
        add(subscription);
        return subscription;
    }

    void applySubscriptionDeleted(long id) {
        Subscription subscription = subscriptions.get(id);
        if (subscription != null) {
            remove(subscription);
        }
    }

    void remove(Subscription subscription) {
        subscriptions.remove(subscription.id());
        if (!subscription.spec().name().isEmpty()) {
            subscriptionsByName.remove(SubscriptionName.of(subscription.spec()));
        }
        lanes.releaseAll(subscription);
        subscription.destination().subscriptions().remove(subscription);
        subscription.markDeleted();
    }

    // Checking

    void assertInvariants() {
        all.forEach(destination -> {
            for (int number = 0; number < LaneRange.LANES; number++) {
                Lane lane = destination.laneIfPresent(number);
                if (lane != null) {
                    lanes.assertInvariants(destination, number, lane);
                }
            }
        });
    }
}
