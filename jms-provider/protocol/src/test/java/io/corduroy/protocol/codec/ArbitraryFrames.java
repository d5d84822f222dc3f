package io.corduroy.protocol.codec;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.frame.Frame;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.arbitraries.StringArbitrary;

/**
 * Frames with random fields, made from the records themselves, so that a new kind of frame or a new field takes part
 * without anybody's thinking of it.
 */
final class ArbitraryFrames {

    /** Fields that may be negative; all other numbers are counts and names. */
    private static final Set<String> SIGNED =
            Set.of("node", "leaderNode", "timestampMs", "expirationMs", "deliveryTimeMs", "high", "low", "logId");

    private ArbitraryFrames() {}

    static Arbitrary<Frame> all() {
        List<Arbitrary<?>> kinds = FrameGoldenTest.kindsOf(Frame.class).stream()
                .<Arbitrary<?>>map(ArbitraryFrames::ofRecord)
                .toList();
        return Arbitraries.of(kinds).flatMap(kind -> kind.map(Frame.class::cast));
    }

    private static Arbitrary<Object> ofRecord(Class<?> type) {
        if (type == LaneRange.class) {
            return Combinators.combine(
                            Arbitraries.integers().between(0, LaneRange.LANES - 1),
                            longs(),
                            Arbitraries.longs().between(0, 1_000))
                    .as((lane, first, more) -> new LaneRange(lane, first, Math.max(first, first + more)));
        }
        if (type == DestinationName.class) {
            return Combinators.combine(
                            Arbitraries.of(DestinationName.Kind.class),
                            strings().ofMinLength(1))
                    .as(DestinationName::new);
        }
        List<Arbitrary<Object>> fields = Arrays.stream(type.getRecordComponents())
                .map(field -> ofField(field.getName(), field.getType(), field.getGenericType()))
                .toList();
        return Combinators.combine(fields).as(values -> construct(type, values));
    }

    private static Arbitrary<Object> ofField(String name, Class<?> type, Type generic) {
        if (type == boolean.class) {
            return Arbitraries.of(true, false).map(value -> value);
        } else if (type == int.class) {
            return ints(name).map(value -> value);
        } else if (type == long.class) {
            return (SIGNED.contains(name) ? Arbitraries.longs() : longs()).map(value -> value);
        } else if (type == String.class) {
            return strings().map(value -> value);
        } else if (type == ByteBuffer.class) {
            return Arbitraries.bytes().array(byte[].class).ofMaxSize(100).map(ByteBuffer::wrap);
        } else if (type.isEnum()) {
            return Arbitraries.of(type.getEnumConstants()).map(value -> value);
        } else if (type == Origin.class) {
            return origins().map(value -> value);
        } else if (type == BranchId.class) {
            return branches().map(value -> value);
        } else if (type.isRecord()) {
            return ofRecord(type);
        } else if (type == Map.class) {
            return rows().map(value -> value);
        } else if (type == List.class && generic.getTypeName().contains("Map<")) {
            return rows().list().ofMaxSize(5).map(value -> value);
        } else if (type == List.class && elementOf(generic) == Integer.class) {
            return ints(name).list().ofMaxSize(5).map(value -> value);
        } else if (type == List.class) {
            return ofRecord(elementOf(generic)).list().ofMaxSize(5).map(value -> value);
        }
        throw new IllegalStateException("no values for fields of " + type);
    }

    private static Class<?> elementOf(Type list) {
        String name = list.getTypeName();
        try {
            return Class.forName(name.substring(name.indexOf('<') + 1, name.length() - 1));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Arbitrary<Integer> ints(String name) {
        if (SIGNED.contains(name)) {
            return Arbitraries.integers();
        }
        int max = name.equals("lane") ? LaneRange.LANES - 1 : name.equals("priority") ? 9 : Integer.MAX_VALUE;
        return Arbitraries.integers().between(0, max);
    }

    private static Arbitrary<Long> longs() {
        return Arbitraries.longs().greaterOrEqual(0);
    }

    /** What was not moved has no origin. */
    private static Arbitrary<Origin> origins() {
        Arbitrary<Origin> elsewhere =
                Combinators.combine(strings(), strings().ofMinLength(1)).as(Origin::new);
        return Arbitraries.oneOf(Arbitraries.just(Origin.HERE), elsewhere);
    }

    private static Arbitrary<BranchId> branches() {
        Arbitrary<byte[]> half = Arbitraries.bytes().array(byte[].class).ofMaxSize(BranchId.MAX_HALF_BYTES);
        return Combinators.combine(
                        Arbitraries.integers().filter(format -> format != -1),
                        half.filter(bytes -> bytes.length > 0),
                        half)
                .as(BranchId::new);
    }

    private static StringArbitrary strings() {
        return Arbitraries.strings()
                .ascii()
                .withCharRange('\u0000', '\uffff')
                .withCharRange('\ud7f0', '\ue00f')
                .ofMaxLength(20);
    }

    private static Arbitrary<Map<String, String>> rows() {
        return Arbitraries.maps(Arbitraries.of("name", "depth", "é", ""), strings())
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    private static Object construct(Class<?> type, List<Object> values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values.toArray());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type + " of " + values, e);
        }
    }
}
