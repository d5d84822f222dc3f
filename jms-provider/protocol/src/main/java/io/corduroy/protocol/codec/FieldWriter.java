package io.corduroy.protocol.codec;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.TextEncoding;
import io.corduroy.transport.FrameOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the fields of one frame; {@link FieldReader} is its mirror. What the reader would refuse is refused here, as
 * an {@link IllegalArgumentException}: it is a mistake of this side, and the other side's words about it would come
 * too late.
 */
@SuppressWarnings("EnumOrdinal") // ordinals are part of the protocol; golden files hold them in place
final class FieldWriter {

    private final FrameOutput out;

    FieldWriter(FrameOutput out) {
        this.out = out;
    }

    FieldWriter type(Frame frame) {
        out.writeByte(frame.typeNumber());
        return this;
    }

    FieldWriter fixedInt(int value) {
        out.writeInt(value);
        return this;
    }

    FieldWriter bits(long value) {
        out.writeLong(value);
        return this;
    }

    FieldWriter octet(int value) {
        out.writeByte(value);
        return this;
    }

    FieldWriter number(String field, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(field + " is " + value + ", must be 0 or more");
        }
        out.writeVarint(value);
        return this;
    }

    FieldWriter signed(long value) {
        out.writeZigzag(value);
        return this;
    }

    FieldWriter bool(boolean value) {
        out.writeByte(value ? 1 : 0);
        return this;
    }

    FieldWriter ordinal(Enum<?> value) {
        out.writeByte(value.ordinal());
        return this;
    }

    FieldWriter string(String field, String text, int maxBytes) {
        byte[] bytes = TextEncoding.encode(text);
        if (bytes.length > maxBytes) {
            throw new IllegalArgumentException(
                    field + " has " + bytes.length + " bytes, at most " + maxBytes + " are allowed");
        }
        out.writeVarint(bytes.length);
        out.writeBytes(bytes);
        return this;
    }

    FieldWriter error(ErrorCode code, String text) {
        out.writeVarint(code.number());
        // Never worth a broken link: what is too long to be read by a human is cut.
        String cut = text.length() > Limits.ERROR_TEXT_CHARS ? text.substring(0, Limits.ERROR_TEXT_CHARS) : text;
        return string("text", cut, Limits.TEXT_BYTES);
    }

    FieldWriter instance(ClientInstanceId id) {
        return bits(id.high()).bits(id.low());
    }

    FieldWriter destination(DestinationName destination) {
        if (destination.name().isEmpty() || destination.name().length() > DestinationName.MAX_NAME_LENGTH) {
            throw new IllegalArgumentException("the name of " + destination + " has "
                    + destination.name().length() + " characters, allowed are 1 to "
                    + DestinationName.MAX_NAME_LENGTH);
        }
        return ordinal(destination.kind()).string("destination", destination.name(), Limits.NAME_BYTES);
    }

    /** A message that was not moved has one octet, 0. */
    FieldWriter origin(Origin origin) {
        bool(origin.isElsewhere());
        return origin.isElsewhere()
                ? string("origin", origin.destination(), Limits.TEXT_BYTES)
                        .string("reason of the move", origin.reason(), Limits.NAME_BYTES)
                : this;
    }

    FieldWriter subscription(SubscriptionSpec spec) {
        return ordinal(spec.kind())
                .string("client identifier", spec.clientId(), Limits.TEXT_BYTES)
                .string("subscription name", spec.name(), Limits.TEXT_BYTES)
                .bool(spec.noLocal());
    }

    FieldWriter branch(BranchId branch) {
        signed(branch.formatId());
        bytes(branch.globalTransaction());
        bytes(branch.qualifier());
        return this;
    }

    private void bytes(byte[] bytes) {
        out.writeVarint(bytes.length);
        out.writeBytes(bytes);
    }

    void branches(List<ServerFrame.BranchEntry> branches) {
        out.writeVarint(branches.size());
        branches.forEach(each -> branch(each.branch()).ordinal(each.state()));
    }

    FieldWriter ranges(List<LaneRange> ranges) {
        out.writeVarint(ranges.size());
        for (LaneRange range : ranges) {
            out.writeByte(range.lane());
            out.writeVarint(range.firstSequence());
            out.writeVarint(range.lastSequence() - range.firstSequence());
        }
        return this;
    }

    /** A list that ends the frame, and is not written when it is empty. */
    void lastPartitions(List<Integer> partitions) {
        if (!partitions.isEmpty()) {
            out.writeVarint(partitions.size());
            partitions.forEach(partition -> number("partition", partition));
        }
    }

    FieldWriter image(MetadataImage image) {
        number("image version", image.version());
        out.writeVarint(image.partitions().size());
        for (MetadataImage.PartitionInfo info : image.partitions()) {
            number("partition", info.partition())
                    .signed(info.leaderNode())
                    .string("leader address", info.leaderAddress(), Limits.NAME_BYTES)
                    .number("epoch", info.epoch())
                    .bits(info.logId());
        }
        return this;
    }

    FieldWriter arguments(Map<String, String> arguments) {
        if (arguments.size() > Limits.ARGUMENTS) {
            throw new IllegalArgumentException(
                    arguments.size() + " arguments, at most " + Limits.ARGUMENTS + " are allowed");
        }
        out.writeVarint(arguments.size());
        arguments.forEach((name, value) ->
                string("name of an argument", name, Limits.NAME_BYTES).string(name, value, Limits.TEXT_BYTES));
        return this;
    }

    FieldWriter rows(List<Map<String, String>> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.keySet()));
        if (columns.isEmpty() && !rows.isEmpty()) {
            throw new IllegalArgumentException(rows.size() + " rows without a column");
        }
        out.writeVarint(columns.size());
        columns.forEach(column -> string("column", column, Limits.NAME_BYTES));
        out.writeVarint(rows.size());
        List<String> order = new ArrayList<>(columns);
        for (Map<String, String> row : rows) {
            for (String column : order) {
                cell(row, column);
            }
        }
        return this;
    }

    void payload(ByteBuffer bytes) {
        out.writePayload(bytes);
    }

    private void cell(Map<String, String> row, String column) {
        String text = row.get(column);
        if (text == null) {
            out.writeVarint(0);
        } else {
            byte[] bytes = TextEncoding.encode(text);
            out.writeVarint(1L + bytes.length);
            out.writeBytes(bytes);
        }
    }
}
