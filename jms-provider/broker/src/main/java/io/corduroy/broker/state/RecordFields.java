package io.corduroy.broker.state;

import io.corduroy.broker.record.MalformedRecordException;
import io.corduroy.broker.record.SettingsText;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.InvalidArgumentException;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the fields that records and the items of a checkpoint have in common, and refuses what cannot be. */
final class RecordFields {
    private static final DestinationName.Kind[] DESTINATION_KINDS = DestinationName.Kind.values();
    private static final SubscriptionSpec.Kind[] SUBSCRIPTION_KINDS = SubscriptionSpec.Kind.values();

    private RecordFields() {}

    static DestinationName destinationName(ByteBuffer record) {
        DestinationName.Kind kind = kind(DESTINATION_KINDS, record);
        return new DestinationName(kind, Varints.getString(record));
    }

    static SubscriptionSpec subscriptionSpec(ByteBuffer record) {
        SubscriptionSpec.Kind kind = kind(SUBSCRIPTION_KINDS, record);
        String clientId = Varints.getString(record);
        String name = Varints.getString(record);
        return new SubscriptionSpec(kind, clientId, name, Varints.get(record) != 0);
    }

    private static <K> K kind(K[] kinds, ByteBuffer record) {
        int ordinal = Varints.getInt(record);
        if (ordinal >= kinds.length) {
            throw new MalformedRecordException("kind " + ordinal);
        }
        return kinds[ordinal];
    }

    static DestinationSettings settings(DestinationSettings base, ByteBuffer record) {
        try {
            return base.with(SettingsText.get(record));
        } catch (InvalidArgumentException e) {
            throw new MalformedRecordException(String.valueOf(e.getMessage()));
        }
    }

    static int lane(ByteBuffer record) {
        int lane = Varints.getInt(record);
        if (lane >= LaneRange.LANES) {
            throw new MalformedRecordException("lane " + lane);
        }
        return lane;
    }

    static List<LaneRange> ranges(ByteBuffer record) {
        int count = Varints.getInt(record);
        if (count > record.remaining()) {
            throw new MalformedRecordException(count + " ranges in " + record.remaining() + " bytes");
        }
        List<LaneRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int lane = lane(record);
            long first = Varints.get(record);
            long length = Varints.get(record);
            if (first < 0 || length <= 0 || first + length < 0) {
                throw new MalformedRecordException("range of " + length + " sequences from " + first);
            }
            ranges.add(new LaneRange(lane, first, first + length - 1));
        }
        return ranges;
    }
}
