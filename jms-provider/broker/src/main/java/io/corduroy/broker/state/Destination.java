package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue or topic: its lanes, created when the first message comes, and its subscriptions. */
public final class Destination {
    private boolean grouped;
    private final int id;
    private final DestinationName name;
    private final long owner;
    private final @Nullable Lane[] lanes = new Lane[LaneRange.LANES];
    private final List<Subscription> subscriptions = new ArrayList<>(1);
    private final Traffic traffic = new Traffic();
    private DestinationSettings settings;
    private boolean deleted;
    private int scheduledCount;

    Destination(int id, DestinationName name, long owner, DestinationSettings settings) {
        this.id = id;
        this.name = name;
        this.owner = owner;
        this.settings = settings;
    }

    public int id() {
        return id;
    }

    public DestinationName name() {
        return name;
    }

    /** Number of the client that a temporary destination belongs to, 0 for others. */
    public long owner() {
        return owner;
    }

    public DestinationSettings settings() {
        return settings;
    }

    void alter(DestinationSettings newSettings) {
        settings = newSettings;
    }

    /** Messages that were sent here and may not be delivered yet: no subscription has them before that. */
    public int scheduledCount() {
        return scheduledCount;
    }

    void addScheduled(int change) {
        scheduledCount += change;
    }

    /** Messages that somebody still has to consume, each counted once however many subscriptions need it, and delayed ones. */
    public long waitingCount() {
        long count = scheduledCount;
        for (Lane lane : lanes) {
            count += lane == null ? 0 : lane.waitingCount();
        }
        return count;
    }

    /** Messages that are there only because they are retained. */
    public long retainedCount() {
        long count = 0;
        for (Lane lane : lanes) {
            count += lane == null ? 0 : lane.retainedCount();
        }
        return count;
    }

    /** How long the records of these are, with their pieces, as far as that is known. */
    public long retainedBytes() {
        long bytes = 0;
        for (Lane lane : lanes) {
            bytes += lane == null ? 0 : lane.retainedBytes();
        }
        return bytes;
    }

    /** How many retained entries came without their length. */
    public long unmeasuredCount() {
        long count = 0;
        for (Lane lane : lanes) {
            count += lane == null ? 0 : lane.unmeasuredCount();
        }
        return count;
    }

    /** What happened here since the node started. */
    public Traffic traffic() {
        return traffic;
    }

    public boolean isQueue() {
        return name.kind().isQueue();
    }

    public boolean isDeleted() {
        return deleted;
    }

    void markDeleted() {
        deleted = true;
    }

    /** Subscriptions in the order of their creation, those that are volatile included. */
    public List<Subscription> subscriptions() {
        return subscriptions;
    }

    /** Whether a persistent message has to survive a restart here: it is retained, or somebody is owed it. */
    public boolean keepsPersistentMessages() {
        return settings.retains() || hasDurableSubscription();
    }

    /** A durable message with a group was sent or moved here. */
    void onGroup() {
        grouped = true;
    }

    /** Whether a durable message that was ever here may have had a group. */
    public boolean hasHadGroups() {
        return grouped;
    }

    /** Whether a message has to survive a restart for somebody here. */
    public boolean hasDurableSubscription() {
        for (int i = 0; i < subscriptions.size(); i++) {
            if (subscriptions.get(i).isDurable()) {
                return true;
            }
        }
        return false;
    }

    /** Whether the partition's log has a message that somebody here needs, for a restart or not. */
    public boolean hasMessagesInLog() {
        for (int number = 0; number < Lanes.FIRST_TRANSIENT; number++) {
            Lane lane = lanes[number];
            if (lane != null && lane.waitingCount() > 0) {
                return true;
            }
        }
        return false;
    }

    /** The lane of a number, null if nothing was ever sent to it. */
    public @Nullable Lane laneIfPresent(int number) {
        return lanes[number];
    }

    /** The lane of a number; if nothing was ever sent to it, it begins with that sequence. */
    Lane lane(int number, long firstSequence) {
        Lane lane = lanes[number];
        if (lane == null) {
            lane = new Lane();
            lane.skipTo(firstSequence, 0);
            if (settings.retains() && number < Lanes.FIRST_TRANSIENT) {
                lane.retain();
            }
            lanes[number] = lane;
            for (Subscription each : subscriptions) {
                each.addLane(number, new LaneProgress(lane, each.slot(), 0));
            }
        }
        return lane;
    }

    /** Told of lanes. */
    @FunctionalInterface
    interface LaneVisitor {
        void visit(int number, Lane lane);
    }

    /** Visits the lanes whose messages are in the partition's log. */
    void forEachLaneInLog(LaneVisitor visitor) {
        for (int number = 0; number < Lanes.FIRST_TRANSIENT; number++) {
            Lane lane = lanes[number];
            if (lane != null) {
                visitor.visit(number, lane);
            }
        }
    }

    int freeSlot() {
        for (int slot = 0; ; slot++) {
            if (!isSlotUsed(slot)) {
                return slot;
            }
        }
    }

    private boolean isSlotUsed(int slot) {
        for (Subscription each : subscriptions) {
            if (each.slot() == slot) {
                return true;
            }
        }
        return false;
    }

    /** Adds a subscription that is concerned with what comes from now on. */
    void add(Subscription subscription) {
        subscriptions.add(subscription);
        for (int number = 0; number < lanes.length; number++) {
            Lane lane = lanes[number];
            if (lane != null) {
                subscription.addLane(number, new LaneProgress(lane, subscription.slot(), lane.nextSequence()));
            }
        }
    }
}
