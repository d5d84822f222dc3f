package io.corduroy.protocol;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers with a unit as people write them: {@code 10s}, {@code 64MiB}; and words for the number 0. */
final class SettingText {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d{1,18}) ?([a-zA-Z]*)");

    /** From the smallest to the largest; a time without a unit is refused, because nobody agrees which one is meant. */
    private static final Map<String, Long> TIME_UNITS =
            units("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Map<String, Long> SIZE_UNITS =
            units("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30, "TiB", 1L << 40);

    private SettingText() {}

    static OptionalLong parseDurationMs(String text) {
        return text.equals("0") ? OptionalLong.of(0) : parse(text, TIME_UNITS);
    }

    static String formatDurationMs(long ms) {
        return ms == 0 ? "0" : format(ms, TIME_UNITS);
    }

    static OptionalLong parseSizeBytes(String text) {
        return parse(
                text.endsWith("B") && !text.endsWith("iB") ? text.substring(0, text.length() - 1) : text, SIZE_UNITS);
    }

    static String formatSizeBytes(long bytes) {
        return bytes == 0 ? "0" : format(bytes, SIZE_UNITS);
    }

    static OptionalLong parseNumber(String text) {
        return parse(text, Map.of("", 1L));
    }

    private static OptionalLong parse(String text, Map<String, Long> units) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (unit.getKey().toLowerCase(Locale.ROOT).equals(matcher.group(2).toLowerCase(Locale.ROOT))) {
                boolean fits = number <= Long.MAX_VALUE / unit.getValue();
                return fits ? OptionalLong.of(number * unit.getValue()) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /** In the largest unit that leaves no remainder. */
    private static String format(long value, Map<String, Long> units) {
        String text = String.valueOf(value);
        for (Map.Entry<String, Long> unit : units.entrySet()) {
            if (value % unit.getValue() == 0) {
                text = value / unit.getValue() + unit.getKey();
            }
        }
        return text;
    }

    private static Map<String, Long> units(Object... namesAndSizes) {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSizes.length; i += 2) {
            units.put((String) namesAndSizes[i], (Long) namesAndSizes[i + 1]);
        }
        return units;
    }
}
