package io.corduroy.client.message;

import jakarta.jms.MessageFormatException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The conversion tables of properties (Jakarta Messaging 3.1, table 3-2) and of map and stream bodies (table 3-7). They
 * are one table: properties merely never hold a char or a byte array.
 *
 * <p>Null is read as a primitive by calling its {@code valueOf(String)} with null, as 3.5.4 and 3.11.3 ask. That is false
 * for a boolean, a NumberFormatException for integers, a NullPointerException for float, double and char.
 */
final class Conversions {
    private Conversions() {}

    static boolean toBoolean(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Boolean truth) {
            return truth;
        }
        return Boolean.parseBoolean(stringOrNull(value, "boolean"));
    }

    static byte toByte(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Byte number) {
            return number;
        }
        return Byte.parseByte(stringOrNull(value, "byte"));
    }

    static short toShort(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Short || value instanceof Byte) {
            return ((Number) value).shortValue();
        }
        return Short.parseShort(stringOrNull(value, "short"));
    }

    static int toInt(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).intValue();
        }
        return Integer.parseInt(stringOrNull(value, "int"));
    }

    static long toLong(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        return Long.parseLong(stringOrNull(value, "long"));
    }

    static float toFloat(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Float number) {
            return number;
        }
        return Float.parseFloat(stringOrNull(value, "float"));
    }

    static double toDouble(@Nullable Object value) throws MessageFormatException {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        return Double.parseDouble(stringOrNull(value, "double"));
    }

    static char toChar(@Nullable Object value) throws MessageFormatException {
        if (value == null) {
            throw new NullPointerException("null cannot be read as a char");
        }
        if (value instanceof Character character) {
            return character;
        }
        throw unreadable(value, "char");
    }

    static @Nullable String toText(@Nullable Object value) throws MessageFormatException {
        if (value instanceof byte[]) {
            throw unreadable(value, "String");
        }
        return value == null ? null : value.toString();
    }

    /** A copy of the bytes. */
    static byte @Nullable [] toBytes(@Nullable Object value) throws MessageFormatException {
        if (value == null) {
            return null;
        }
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        throw unreadable(value, "byte[]");
    }

    /** The value itself, or a copy if the application could change it. */
    static @Nullable Object copy(@Nullable Object value) {
        return value instanceof byte[] bytes ? bytes.clone() : value;
    }

    static boolean isPropertyValue(Object value) {
        return value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof Double
                || value instanceof Float
                || value instanceof Short
                || value instanceof Byte;
    }

    static boolean isBodyValue(Object value) {
        return isPropertyValue(value) || value instanceof Character || value instanceof byte[];
    }

    /** What a conversion to a primitive has left to parse: a String or null; all else cannot be read as the primitive. */
    @SuppressWarnings(
            "NullAway") // null goes on to the primitive's parse method, whose answer to it is the one asked for
    private static String stringOrNull(@Nullable Object value, String target) throws MessageFormatException {
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw unreadable(value, target);
    }

    private static MessageFormatException unreadable(Object value, String target) {
        return new MessageFormatException("a value written as " + nameOf(value) + " cannot be read as " + target);
    }

    private static String nameOf(Object value) {
        if (value instanceof byte[]) {
            return "byte[]";
        }
        if (value instanceof Integer) {
            return "int";
        }
        if (value instanceof Character) {
            return "char";
        }
        return value instanceof String
                ? "String"
                : value.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
