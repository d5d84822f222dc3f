package io.corduroy.cli;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of JSON (RFC 8259) as a table of texts, numbers and flags needs. */
final class Json {

    // Up to 15 digits: what every reader keeps exactly, also one that has nothing but doubles.
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d{0,14})(\\.\\d{1,6})?");

    /** Cells that are text even if they look like a number: a queue may be called 42. */
    private static final Set<String> TEXT_COLUMNS = Set.of(
            "name",
            "kind",
            "topic",
            "subscription",
            "client-id",
            "selector",
            "dead-letter-queue",
            "expiry-queue",
            "id",
            "timestamp",
            "expires",
            "correlation",
            "type",
            "properties",
            "body",
            "text",
            "file",
            "record",
            "transaction");

    private Json() {}

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    static String object(Map<String, String> row) {
        return row.entrySet().stream()
                .map(cell -> string(cell.getKey()) + ": " + value(cell.getKey(), cell.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String value(String column, String text) {
        boolean isBare = isNumber(text) || text.equals("true") || text.equals("false");
        return isBare && !TEXT_COLUMNS.contains(column) ? text : string(text);
    }

    static String string(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f || (Character.isSurrogate(c) && !isPaired(text, i))) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
