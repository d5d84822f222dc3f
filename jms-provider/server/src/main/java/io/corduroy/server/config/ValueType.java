package io.corduroy.server.config;

import io.corduroy.protocol.DestinationSetting;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.InvalidArgumentException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How the text of a value becomes a value and back, and which values are allowed.
 *
 * @param <T> what the program uses
 */
public final class ValueType<T> {

    private static final Pattern NUMBER_AND_UNIT = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([a-zA-Z]*)");

    private final String allowed;
    private final Function<String, Optional<T>> parser;
    private final Function<T, String> formatter;

    private ValueType(String allowed, Function<String, Optional<T>> parser, Function<T, String> formatter) {
        this.allowed = allowed;
        this.parser = parser;
        this.formatter = formatter;
    }

    /** What may be written, for comments and error messages. */
    public String allowed() {
        return allowed;
    }

    /** The value of a text; empty if it is not allowed. */
    Optional<T> parse(String text) {
        return parser.apply(text.strip());
    }

    /** A text that {@link #parse} reads back as the same value. */
    public String format(T value) {
        return formatter.apply(value);
    }

    static ValueType<Boolean> flag() {
        return new ValueType<>(
                "true or false",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on" -> Optional.of(true);
                    case "false", "no", "off" -> Optional.of(false);
                    default -> Optional.empty();
                },
                String::valueOf);
    }

    static ValueType<Integer> integer(int min, int max) {
        return new ValueType<>(
                min + " to " + max,
                text -> wholeNumber(text)
                        .filter(value -> value >= min && value <= max)
                        .map(Long::intValue),
                String::valueOf);
    }

    /** A whole number, or a word that stands for 0. */
    static ValueType<Integer> integerOr(String zeroWord, int min, int max) {
        return new ValueType<>(
                zeroWord + ", or " + min + " to " + max,
                text -> text.equals(zeroWord)
                        ? Optional.of(0)
                        : wholeNumber(text)
                                .filter(value -> value >= min && value <= max)
                                .map(Long::intValue),
                value -> value == 0 ? zeroWord : String.valueOf(value));
    }

    /** A number of bytes, such as {@code 64MiB}; the program sees bytes. */
    static ValueType<Long> bytes(long min, long max) {
        return new ValueType<>(
                formatBytes(min) + " to " + formatBytes(max) + " (units: B, KiB, MiB, GiB, TiB)",
                text -> parseBytes(text).filter(value -> value >= min && value <= max),
                ValueType::formatBytes);
    }

    /** A time, such as {@code 10s}; the program sees milliseconds. */
    static ValueType<Long> durationMs(String min, String max) {
        long minMs = parseDurationMs(min).orElseThrow();
        long maxMs = parseDurationMs(max).orElseThrow();
        return new ValueType<>(
                min + " to " + max + " (units: ms, s, m, h, d)",
                text -> parseDurationMs(text).filter(value -> value >= minMs && value <= maxMs),
                ValueType::formatDurationMs);
    }

    /** One of an enum's constants, written in lower case with hyphens. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        E[] constants = type.getEnumConstants();
        return new ValueType<>(
                Arrays.stream(constants).map(ValueType::word).collect(Collectors.joining(", ")),
                text -> Arrays.stream(constants)
                        .filter(constant -> word(constant).equals(text.toLowerCase(Locale.ROOT)))
                        .findFirst(),
                ValueType::word);
    }

    static ValueType<String> text(String allowed) {
        return new ValueType<>(allowed, Optional::of, Function.identity());
    }

    /** A setting of a destination, whose ranges and units the protocol knows. */
    static ValueType<String> ofDestination(DestinationSetting setting) {
        return new ValueType<>(
                setting.allowed(),
                text -> {
                    try {
                        return Optional.of(
                                setting.textIn(DestinationSettings.DEFAULTS.with(Map.of(setting.key(), text))));
                    } catch (InvalidArgumentException e) {
                        return Optional.empty(); // who asked says what is allowed
                    }
                },
                Function.identity());
    }

    /** A path, or nothing. */
    static ValueType<Optional<Path>> path() {
        return new ValueType<>(
                "a path, or empty",
                text -> {
                    try {
                        return Optional.of(text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));
                    } catch (InvalidPathException e) {
                        return Optional.empty();
                    }
                },
                value -> value.map(Path::toString).orElse(""));
    }

    static ValueType<ListenAddress> address() {
        return new ValueType<>(
                "host:port with a port of 0 to 65535 (0: any free one)", ListenAddress::parse, ListenAddress::toString);
    }

    /**
     * Reads a time such as {@code 10s}.
     *
     * @param text a number and a unit of ms, s, m, h or d
     * @return milliseconds; empty if it is none
     */
    public static Optional<Long> parseDuration(String text) {
        return parseDurationMs(text.strip());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Optional<Long> wholeNumber(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> parseBytes(String text) {
        return scaled(text, unit -> switch (unit.toLowerCase(Locale.ROOT)) {
            case "", "b" -> 1L;
            case "kib", "k" -> 1L << 10;
            case "mib", "m" -> 1L << 20;
            case "gib", "g" -> 1L << 30;
            case "tib", "t" -> 1L << 40;
            case "kb" -> 1_000L;
            case "mb" -> 1_000_000L;
            case "gb" -> 1_000_000_000L;
            case "tb" -> 1_000_000_000_000L;
            default -> 0L;
        });
    }

    // A time without a unit is refused: seconds to some, milliseconds to others.
    private static Optional<Long> parseDurationMs(String text) {
        return text.equals("0")
                ? Optional.of(0L)
                : scaled(text, unit -> switch (unit) {
                    case "ms" -> 1L;
                    case "s" -> 1_000L;
                    case "m", "min" -> 60_000L;
                    case "h" -> 3_600_000L;
                    case "d" -> 86_400_000L;
                    default -> 0L;
                });
    }

    private static Optional<Long> scaled(String text, Function<String, Long> unitSize) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long unit = unitSize.apply(matcher.group(2));
        if (unit == 0) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
            return Optional.of(value.setScale(0, RoundingMode.UNNECESSARY).longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty(); // half a byte, or more than 64 bits
        }
    }

    /**
     * Bytes in the largest unit that leaves no fraction.
     *
     * @param value 0 or more
     * @return such as {@code 64MiB}
     */
    public static String formatBytes(long value) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        long rest = value;
        while (rest != 0 && unit < units.length - 1 && rest % 1_024 == 0) {
            rest /= 1_024;
            unit++;
        }
        return rest + units[unit];
    }

    /**
     * Milliseconds in the largest unit that leaves no fraction.
     *
     * @param value 0 or more
     * @return such as {@code 10s}
     */
    public static String formatDurationMs(long value) {
        if (value == 0) {
            return "0";
        }
        String[] units = {"d", "h", "m", "s"};
        long[] sizes = {86_400_000L, 3_600_000L, 60_000L, 1_000L};
        for (int i = 0; i < units.length; i++) {
            if (value % sizes[i] == 0) {
                return value / sizes[i] + units[i];
            }
        }
        return value + "ms";
    }
}
