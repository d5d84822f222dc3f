package io.corduroy.protocol.codec;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.MalformedMessageException;
import io.corduroy.protocol.message.TextEncoding;
import io.corduroy.transport.FrameInput;
import io.corduroy.transport.MalformedFrameException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the fields of one frame and trusts none: a field that is wrong is named in a {@link MalformedFrameException}. */
final class FieldReader {

    private static final int SHORTEST_RANGE_BYTES = 3;
    private static final int SHORTEST_PARTITION_BYTES = 12;
    private static final int SHORTEST_ARGUMENT_BYTES = 2;
    private static final int SHORTEST_BRANCH_BYTES = 5;

    private static final DestinationName.Kind[] DESTINATION_KINDS = DestinationName.Kind.values();
    private static final BranchState[] BRANCH_STATES = BranchState.values();
    private static final SubscriptionSpec.Kind[] SUBSCRIPTION_KINDS = SubscriptionSpec.Kind.values();

    private final ByteBuffer in;

    /** Moves the position of this buffer, whatever its byte order was. */
    FieldReader(ByteBuffer frame) {
        in = frame.order(ByteOrder.BIG_ENDIAN);
    }

    int remaining() {
        return in.remaining();
    }

    int fixedInt(String field) throws MalformedFrameException {
        require(field, Integer.BYTES);
        return in.getInt();
    }

    long bits(String field) throws MalformedFrameException {
        require(field, Long.BYTES);
        return in.getLong();
    }

    int octet(String field) throws MalformedFrameException {
        require(field, 1);
        return in.get() & 0xff;
    }

    /** 0 to 2^63 − 1. */
    long longNumber(String field) throws MalformedFrameException {
        long value = varint(field);
        if (value < 0) {
            throw new MalformedFrameException(
                    field + " is " + Long.toUnsignedString(value) + ", too large for any number here");
        }
        return value;
    }

    /** 0 to 2^31 − 1. */
    int number(String field) throws MalformedFrameException {
        return number(field, Integer.MAX_VALUE);
    }

    int number(String field, int max) throws MalformedFrameException {
        long value = varint(field);
        if (value < 0 || value > max) {
            throw new MalformedFrameException(
                    field + " is " + Long.toUnsignedString(value) + ", at most " + max + " is allowed");
        }
        return (int) value;
    }

    long signed(String field) throws MalformedFrameException {
        long raw = varint(field);
        return (raw >>> 1) ^ -(raw & 1);
    }

    int signedInt(String field) throws MalformedFrameException {
        long value = signed(field);
        if (value != (int) value) {
            throw new MalformedFrameException(field + " is " + value + ", not a number of 32 bits");
        }
        return (int) value;
    }

    boolean bool(String field) throws MalformedFrameException {
        int value = octet(field);
        if (value > 1) {
            throw new MalformedFrameException(field + " is " + value + ", neither 0 nor 1");
        }
        return value == 1;
    }

    <E extends Enum<E>> E ordinal(String field, E[] values) throws MalformedFrameException {
        int ordinal = octet(field);
        if (ordinal >= values.length) {
            throw new MalformedFrameException(field + " " + ordinal + " is not known");
        }
        return values[ordinal];
    }

    String string(String field, int maxBytes) throws MalformedFrameException {
        return text(field, number(field, maxBytes));
    }

    Origin origin() throws MalformedFrameException {
        if (!bool("moved")) {
            return Origin.HERE;
        }
        String destination = string("origin", Limits.TEXT_BYTES);
        String reason = string("reason of the move", Limits.NAME_BYTES);
        if (reason.isEmpty()) {
            throw new MalformedFrameException("a message was moved without a reason");
        }
        return new Origin(destination, reason);
    }

    ErrorCode errorCode() throws MalformedFrameException {
        return ErrorCode.of(number("error code"));
    }

    String errorText() throws MalformedFrameException {
        return string("text", Limits.TEXT_BYTES);
    }

    ClientInstanceId instance() throws MalformedFrameException {
        return new ClientInstanceId(bits("instance"), bits("instance"));
    }

    DestinationName destination() throws MalformedFrameException {
        DestinationName.Kind kind = ordinal("kind of destination", DESTINATION_KINDS);
        String name = string("destination", Limits.NAME_BYTES);
        if (name.isEmpty() || name.length() > DestinationName.MAX_NAME_LENGTH) {
            throw new MalformedFrameException("the name of the destination has " + name.length()
                    + " characters, allowed are 1 to " + DestinationName.MAX_NAME_LENGTH);
        }
        return new DestinationName(kind, name);
    }

    SubscriptionSpec subscription() throws MalformedFrameException {
        return new SubscriptionSpec(
                ordinal("kind of subscription", SUBSCRIPTION_KINDS),
                string("client identifier", Limits.TEXT_BYTES),
                string("subscription name", Limits.TEXT_BYTES),
                bool("noLocal"));
    }

    BranchId branch() throws MalformedFrameException {
        int formatId = signedInt("format of the branch");
        byte[] globalTransaction = bytes("global transaction", BranchId.MAX_HALF_BYTES);
        byte[] qualifier = bytes("branch", BranchId.MAX_HALF_BYTES);
        try {
            return new BranchId(formatId, globalTransaction, qualifier);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("branch: " + e.getMessage(), e);
        }
    }

    List<ServerFrame.BranchEntry> branches() throws MalformedFrameException {
        int count = count("branches", SHORTEST_BRANCH_BYTES);
        List<ServerFrame.BranchEntry> branches = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            branches.add(new ServerFrame.BranchEntry(branch(), branchState()));
        }
        return branches;
    }

    BranchState branchState() throws MalformedFrameException {
        return ordinal("state of the branch", BRANCH_STATES);
    }

    private byte[] bytes(String field, int maxBytes) throws MalformedFrameException {
        byte[] bytes = new byte[number(field, maxBytes)];
        require(field, bytes.length);
        in.get(bytes);
        return bytes;
    }

    List<LaneRange> ranges() throws MalformedFrameException {
        int count = count("ranges", SHORTEST_RANGE_BYTES);
        List<LaneRange> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            ranges.add(range());
        }
        return Collections.unmodifiableList(ranges);
    }

    /** A list at the end of a frame, empty if the frame ends before it. */
    List<Integer> lastPartitions() throws MalformedFrameException {
        if (in.remaining() == 0) {
            return List.of();
        }
        int count = count("partitions", 1);
        List<Integer> partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            partitions.add(number("partition"));
        }
        return partitions;
    }

    MetadataImage image() throws MalformedFrameException {
        long version = longNumber("image version");
        int count = count("partitions", SHORTEST_PARTITION_BYTES);
        List<MetadataImage.PartitionInfo> partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            partitions.add(new MetadataImage.PartitionInfo(
                    number("partition"),
                    signedInt("leader node"),
                    string("leader address", Limits.NAME_BYTES),
                    longNumber("epoch"),
                    bits("log id")));
        }
        return new MetadataImage(version, partitions);
    }

    Map<String, String> arguments() throws MalformedFrameException {
        int count = count("arguments", SHORTEST_ARGUMENT_BYTES);
        if (count > Limits.ARGUMENTS) {
            throw new MalformedFrameException(count + " arguments, at most " + Limits.ARGUMENTS + " are allowed");
        }
        Map<String, String> arguments = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String name = string("name of an argument", Limits.NAME_BYTES);
            if (arguments.put(name, string(name, Limits.TEXT_BYTES)) != null) {
                throw new MalformedFrameException("argument " + name + " is there twice");
            }
        }
        return Collections.unmodifiableMap(arguments);
    }

    List<Map<String, String>> rows() throws MalformedFrameException {
        Set<String> columns = new LinkedHashSet<>();
        int columnCount = count("columns", 1);
        for (int i = 0; i < columnCount; i++) {
            String column = string("column", Limits.NAME_BYTES);
            if (!columns.add(column)) {
                throw new MalformedFrameException("column " + column + " is there twice");
            }
        }
        int rowCount = columnCount == 0 ? number("rows", 0) : count("rows", columnCount);
        List<Map<String, String>> rows = new ArrayList<>(rowCount);
        for (int i = 0; i < rowCount; i++) {
            rows.add(row(columns));
        }
        return Collections.unmodifiableList(rows);
    }

    /** Everything left, shared with the frame's buffer. */
    ByteBuffer payload() {
        ByteBuffer payload = in.slice();
        in.position(in.limit());
        return payload;
    }

    private LaneRange range() throws MalformedFrameException {
        int lane = octet("lane");
        if (lane >= LaneRange.LANES) {
            throw new MalformedFrameException("lane " + lane + " does not exist");
        }
        long first = longNumber("first sequence");
        long last = first + longNumber("length of a range");
        if (last < 0) {
            throw new MalformedFrameException("a range from sequence " + first + " ends beyond all numbers");
        }
        return new LaneRange(lane, first, last);
    }

    private Map<String, String> row(Set<String> columns) throws MalformedFrameException {
        Map<String, String> row = new LinkedHashMap<>();
        for (String column : columns) {
            int lengthPlusOne = number(column, in.limit());
            if (lengthPlusOne > 0) {
                row.put(column, text(column, lengthPlusOne - 1));
            }
        }
        return Collections.unmodifiableMap(row);
    }

    private String text(String field, int lengthBytes) throws MalformedFrameException {
        require(field, lengthBytes);
        try {
            String text = TextEncoding.decode(in.slice(in.position(), lengthBytes));
            in.position(in.position() + lengthBytes);
            return text;
        } catch (MalformedMessageException e) {
            throw new MalformedFrameException(field + ": " + e.getMessage(), e);
        }
    }

    /** A count of things that have a shortest length: the rest of the frame says how many there can be. */
    private int count(String field, int shortestBytes) throws MalformedFrameException {
        long count = varint(field);
        if (count < 0 || count > in.remaining() / shortestBytes) {
            throw new MalformedFrameException(Long.toUnsignedString(count) + " " + field + " do not fit into the "
                    + in.remaining() + " bytes left");
        }
        return (int) count;
    }

    private long varint(String field) throws MalformedFrameException {
        require(field, 1);
        return FrameInput.readVarint(in);
    }

    private void require(String field, int bytes) throws MalformedFrameException {
        if (in.remaining() < bytes) {
            throw new MalformedFrameException(
                    field + " needs " + bytes + " bytes, the frame has " + in.remaining() + " left");
        }
    }
}
