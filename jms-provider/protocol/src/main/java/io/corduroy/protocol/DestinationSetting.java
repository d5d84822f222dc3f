package io.corduroy.protocol;

import io.corduroy.protocol.DestinationSettings.Draft;
import io.corduroy.protocol.DestinationSettings.DurabilityChoice;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** The settings that a destination can have, each with its name, the values it takes and what it is for. */
@SuppressWarnings("ImmutableEnumChecker") // the fields are functions without state
public enum DestinationSetting {
    /** {@link DestinationSettings#maxDeliveries()}. */
    MAX_DELIVERIES(
            "max-deliveries",
            "unlimited, or 1 to 1000000",
            "A message delivered so often without being acknowledged goes to the dead-letter queue.",
            settings -> orUnlimited(settings.maxDeliveries(), String::valueOf),
            (text, draft) -> {
                OptionalLong number = unlimitedOr(text, SettingText.parseNumber(text));
                number.ifPresent(value -> draft.maxDeliveries = (int) value);
                return within(number, 0, 1_000_000);
            }),

    /** {@link DestinationSettings#redeliveryDelayMs()}. */
    REDELIVERY_DELAY(
            "redelivery-delay",
            "0 to 7d (units: ms, s, m, h, d)",
            "How long a message that was rolled back rests before it is delivered again.",
            settings -> SettingText.formatDurationMs(settings.redeliveryDelayMs()),
            (text, draft) -> {
                OptionalLong ms = SettingText.parseDurationMs(text);
                ms.ifPresent(value -> draft.redeliveryDelayMs = value);
                return within(ms, 0, 7 * Numbers.DAY_MS);
            }),

    /** {@link DestinationSettings#redeliveryBackoff()}. */
    REDELIVERY_BACKOFF(
            "redelivery-backoff",
            "1.0 to 100.0",
            "By how much the delay grows with each delivery.",
            settings -> String.valueOf(settings.redeliveryBackoff()),
            (text, draft) -> {
                double factor = parseFactor(text);
                draft.redeliveryBackoff = factor;
                return factor >= 1 && factor <= 100;
            }),

    /** {@link DestinationSettings#redeliveryMaxDelayMs()}. */
    REDELIVERY_MAX_DELAY(
            "redelivery-max-delay",
            "0 to 30d (units: ms, s, m, h, d)",
            "How long the delay can get.",
            settings -> SettingText.formatDurationMs(settings.redeliveryMaxDelayMs()),
            (text, draft) -> {
                OptionalLong ms = SettingText.parseDurationMs(text);
                ms.ifPresent(value -> draft.redeliveryMaxDelayMs = value);
                return within(ms, 0, 30 * Numbers.DAY_MS);
            }),

    /** {@link DestinationSettings#deadLetterQueue()}. */
    DEAD_LETTER_QUEUE(
            "dead-letter-queue",
            "the name of a queue, or empty",
            "Where messages go that were delivered too often; empty: they are dropped. If that queue is on another partition: to the"
                    + " first of NAME.1, NAME.2 … that is not.",
            DestinationSettings::deadLetterQueue,
            (text, draft) -> {
                draft.deadLetterQueue = text;
                return text.length() <= DestinationName.MAX_NAME_LENGTH;
            }),

    /** {@link DestinationSettings#expiryQueue()}. */
    EXPIRY_QUEUE(
            "expiry-queue",
            "the name of a queue, or empty",
            "Where expired messages go; empty: they are dropped.",
            DestinationSettings::expiryQueue,
            (text, draft) -> {
                draft.expiryQueue = text;
                return text.length() <= DestinationName.MAX_NAME_LENGTH;
            }),

    /** {@link DestinationSettings#exclusive()}. */
    EXCLUSIVE(
            "exclusive",
            "true or false",
            "Only one consumer of a subscription is active, the others stand by.",
            settings -> String.valueOf(settings.exclusive()),
            (text, draft) -> {
                draft.exclusive = text.equals("true");
                return draft.exclusive || text.equals("false");
            }),

    /** {@link DestinationSettings#durability()}. */
    DURABILITY(
            "durability",
            "node, fsync, replicated or os",
            "What a confirmation waits for: the node's setting, the disk, a majority's memory, the operating system.",
            settings -> settings.durability().name().toLowerCase(Locale.ROOT),
            (text, draft) -> {
                Optional<DurabilityChoice> choice = Arrays.stream(DurabilityChoice.values())
                        .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(text))
                        .findFirst();
                choice.ifPresent(known -> draft.durability = known);
                return choice.isPresent();
            }),

    /** {@link DestinationSettings#maxMessages()}. */
    MAX_MESSAGES(
            "max-messages",
            "unlimited, or a number from 1",
            "Sends are refused while so many messages wait to be consumed.",
            settings -> orUnlimited(settings.maxMessages(), String::valueOf),
            (text, draft) -> {
                OptionalLong number = unlimitedOr(text, SettingText.parseNumber(text));
                number.ifPresent(value -> draft.maxMessages = value);
                return number.isPresent();
            }),

    /** {@link DestinationSettings#maxBytes()}. */
    MAX_BYTES(
            "max-bytes",
            "unlimited, or a size such as 10GiB",
            "Sends are refused while about so many bytes wait: messages times their average size of late.",
            settings -> orUnlimited(settings.maxBytes(), SettingText::formatSizeBytes),
            (text, draft) -> {
                OptionalLong bytes = unlimitedOr(text, SettingText.parseSizeBytes(text));
                bytes.ifPresent(value -> draft.maxBytes = value);
                return bytes.isPresent();
            }),

    /** {@link DestinationSettings#retentionMs()}. */
    RETENTION_TIME(
            "retention-time",
            "none, or 1s to 3650d (units: s, m, h, d)",
            "How long persistent messages are kept for replay after they came, also when they have been consumed; none: size alone decides.",
            settings -> orNone(settings.retentionMs(), SettingText::formatDurationMs),
            (text, draft) -> {
                OptionalLong ms = noneOr(text, SettingText.parseDurationMs(text));
                ms.ifPresent(value -> draft.retentionMs = value);
                return within(ms, 0, 3_650 * Numbers.DAY_MS) && (ms.getAsLong() == 0 || ms.getAsLong() >= 1_000);
            }),

    /** {@link DestinationSettings#retentionBytes()}. */
    RETENTION_SIZE(
            "retention-size",
            "none, or a size such as 10GiB",
            "How many bytes of consumed messages are kept for replay at most, the oldest go first; none: time alone decides. Nothing is"
                    + " kept if neither says so.",
            settings -> orNone(settings.retentionBytes(), SettingText::formatSizeBytes),
            (text, draft) -> {
                OptionalLong bytes = noneOr(text, SettingText.parseSizeBytes(text));
                bytes.ifPresent(value -> draft.retentionBytes = value);
                return bytes.isPresent();
            }),

    /** {@link DestinationSettings#duplicateIds()}. */
    DUPLICATE_IDS(
            "duplicate-ids",
            "none, or 1 to 1000000",
            "How many values of the property JMS_CORDUROY_DuplicateId (or _AMQ_DUPL_ID) are remembered: a message whose value is among"
                    + " them is dropped.",
            settings -> orNone(settings.duplicateIds(), String::valueOf),
            (text, draft) -> {
                OptionalLong number = noneOr(text, SettingText.parseNumber(text));
                number.ifPresent(value -> draft.duplicateIds = (int) value);
                return within(number, 0, 1_000_000);
            }),

    /** {@link DestinationSettings#partitions()}. */
    PARTITIONS(
            "partitions",
            "1",
            "Over how many partitions the destination is spread.",
            settings -> String.valueOf(settings.partitions()),
            (text, draft) -> {
                draft.partitions = 1;
                return text.equals("1");
            });

    /** Puts the value of a text into a draft, or answers false if it is not allowed. */
    @FunctionalInterface
    private interface Writer {
        boolean write(String text, Draft draft);
    }

    /** In a class of its own, because an enum's constants come before its static fields. */
    private static final class Numbers {
        static final long DAY_MS = 86_400_000L;
    }

    private final String key;
    private final String allowed;
    private final String description;
    private final Function<DestinationSettings, String> reader;
    private final Writer writer;

    DestinationSetting(
            String key,
            String allowed,
            String description,
            Function<DestinationSettings, String> reader,
            Writer writer) {
        this.key = key;
        this.allowed = allowed;
        this.description = description;
        this.reader = reader;
        this.writer = writer;
    }

    /**
     * The setting of a name.
     *
     * @throws InvalidArgumentException if there is none; names the nearest
     */
    public static DestinationSetting named(String key) throws InvalidArgumentException {
        for (DestinationSetting setting : values()) {
            if (setting.key.equals(key)) {
                return setting;
            }
        }
        throw new InvalidArgumentException(
                "setting \"" + key + "\" of a destination is not known" + NearestName.hint(key, keys()));
    }

    /** All names, in the order of their description. */
    public static List<String> keys() {
        return Arrays.stream(values()).map(DestinationSetting::key).toList();
    }

    /** The name in commands, records and configuration. */
    public String key() {
        return key;
    }

    /** The values it takes, in words. */
    public String allowed() {
        return allowed;
    }

    /** What it is for, in a sentence. */
    public String description() {
        return description;
    }

    /** Its value in given settings, as text. */
    public String textIn(DestinationSettings settings) {
        return reader.apply(settings);
    }

    void write(String text, Draft draft) throws InvalidArgumentException {
        if (!writer.write(text, draft)) {
            throw new InvalidArgumentException(
                    "setting \"" + key + "\" of a destination is \"" + text + "\"; allowed: " + allowed);
        }
    }

    private static String orUnlimited(long value, Function<Long, String> format) {
        return value == 0 ? "unlimited" : format.apply(value);
    }

    private static String orNone(long value, Function<Long, String> format) {
        return value == 0 ? "none" : format.apply(value);
    }

    private static OptionalLong unlimitedOr(String text, OptionalLong number) {
        return zeroOr("unlimited", text, number);
    }

    private static OptionalLong noneOr(String text, OptionalLong number) {
        return zeroOr("none", text, number);
    }

    /** A number from 1, or 0 for the word. */
    private static OptionalLong zeroOr(String word, String text, OptionalLong number) {
        if (text.equals(word)) {
            return OptionalLong.of(0);
        }
        return number.isPresent() && number.getAsLong() > 0 ? number : OptionalLong.empty();
    }

    private static boolean within(OptionalLong number, long min, long max) {
        return number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max;
    }

    private static double parseFactor(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN; // within no range
        }
    }
}
