package io.corduroy.protocol.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bodies of map and stream messages as collections. Values are null, Boolean, Byte, Short, Character, Integer, Long,
 * Float, Double, String or byte[], and come back with the class they had.
 */
public final class TypedValues {

    private TypedValues() {}

    /**
     * Encodes the body of a map message, in the map's order.
     *
     * @throws IllegalArgumentException for an empty name or a value of another class
     */
    public static ByteBuffer encodeMap(Map<String, ? extends @Nullable Object> values) {
        ValueWriter writer = new ValueWriter();
        values.forEach(writer::writeNamed);
        return writer.toBuffer();
    }

    /**
     * Decodes the body of a map message.
     *
     * @param body from position to limit; the position is left alone
     * @return a new map in the order of the sender's
     * @throws MalformedMessageException if it is none, or has a name twice
     */
    public static Map<String, @Nullable Object> decodeMap(ByteBuffer body) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        ValueReader reader = new ValueReader(body);
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (values.containsKey(name)) {
                throw reader.malformed("a map has the name \"" + name + "\" twice");
            }
            values.put(name, reader.nextValue());
        }
        return values;
    }

    /**
     * Encodes the body of a stream message.
     *
     * @throws IllegalArgumentException for a value of another class
     */
    public static ByteBuffer encodeStream(List<? extends @Nullable Object> values) {
        ValueWriter writer = new ValueWriter();
        values.forEach(writer::writeValue);
        return writer.toBuffer();
    }

    /**
     * Decodes the body of a stream message.
     *
     * @param body from position to limit; the position is left alone
     * @return a new list
     * @throws MalformedMessageException if it is none
     */
    public static List<@Nullable Object> decodeStream(ByteBuffer body) {
        List<@Nullable Object> values = new ArrayList<>();
        ValueReader reader = new ValueReader(body);
        while (reader.hasNext()) {
            values.add(reader.nextValue());
        }
        return values;
    }
}
