package io.corduroy.broker.state;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.MalformedRecordException;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.DestinationSettings;
import java.nio.ByteBuffer;

/**
 * Which destinations keep what was consumed, so that it can be replayed: each entry of their lanes in the partition's log
 * is needed by the lane itself, from the moment it comes until a record lets go of it. Since that is a need like a
 * subscription's, relocation, checkpoints and the deletion of segments know nothing of it.
 */
public final class Retention {
    private final Lanes lanes;
    private final NumberMap<Destination> destinations = new NumberMap<>();

    Retention(Lanes lanes) {
        this.lanes = lanes;
    }

    /** Destinations that retain. */
    public NumberMap<Destination> destinations() {
        return destinations;
    }

    /** A destination is there, with its settings. */
    void onCreated(Destination destination) {
        if (destination.settings().retains()) {
            destinations.put(destination.id(), destination);
        }
    }

    /**
     * Gives a destination other settings. If it begins to retain by them, what comes from now on is retained; if it ends,
     * everything goes that only was.
     */
    void alter(Destination destination, DestinationSettings settings) {
        boolean before = destination.settings().retains();
        destination.alter(settings);
        if (settings.retains() == before) {
            return;
        }
        if (settings.retains()) {
            destinations.put(destination.id(), destination);
            destination.forEachLaneInLog((number, lane) -> lane.retain());
        } else {
            onDeleted(destination);
        }
    }

    /** The destination retains nothing any more. */
    void onDeleted(Destination destination) {
        if (destinations.remove(destination.id()) != null) {
            destination.forEachLaneInLog((number, lane) -> {
                lanes.letGo(destination, number, Lane.NEVER);
                lane.endRetention();
            });
        }
    }

    void applyLetGo(ByteBuffer record) {
        Destination destination = destinations.get(Varints.get(record));
        for (int left = Varints.getInt(record); left > 0; left--) {
            int lane = laneInLog(record);
            long end = Varints.get(record);
            if (destination != null) {
                lanes.letGo(destination, lane, end);
            }
        }
    }

    void applyMeasured(ByteBuffer record) {
        Destination destination = destinations.get(Varints.get(record));
        for (int left = Varints.getInt(record); left > 0; left--) {
            int number = laneInLog(record);
            Lane lane = destination == null ? null : destination.laneIfPresent(number);
            long sequence = Varints.get(record);
            long lengthBytes = Varints.get(record);
            if (lane != null) {
                lane.measure(sequence, lengthBytes);
            }
        }
    }

    private static int laneInLog(ByteBuffer record) {
        int lane = RecordFields.lane(record);
        if (lane >= Lanes.FIRST_TRANSIENT) {
            throw new MalformedRecordException("retention in lane " + lane + " of the transient log");
        }
        return lane;
    }
}
