package io.corduroy.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a message is known by from its send to the end of the log: JMSMessageID. It takes no bytes of its own, since
 * producer and sequence are in the record anyway.
 *
 * <p>As text it is {@code ID:}, the log's number in base 32 (0–9, a–v), the producer and the sequence in decimal, such
 * as {@code ID:1q7k2m0c9v3f4-17-4711}. Each identity has exactly one text.
 *
 * @param logId random identity of the partition's log
 * @param producer number of the producer on the partition, 0 or more
 * @param sequence number of the message among the producer's, 0 or more
 */
public record MessageId(long logId, long producer, long sequence) {

    private static final int RADIX = 32;
    private static final Pattern TEXT = Pattern.compile("ID:(0|[1-9a-v][0-9a-v]*)-(0|[1-9]\\d*)-(0|[1-9]\\d*)");

    /** Checks the ranges. */
    public MessageId {
        if (producer < 0 || sequence < 0) {
            throw new IllegalArgumentException(
                    "producer " + producer + " and sequence " + sequence + " are no identity");
        }
    }

    /**
     * Reads what {@link #toString} writes.
     *
     * @param text anything, a message identifier of another provider for instance
     * @return empty if it is no identifier of ours
     */
    public static Optional<MessageId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MessageId(
                    Long.parseUnsignedLong(matcher.group(1), RADIX),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty(); // more than 64 or 63 bits
        }
    }

    /** The value of JMSMessageID. */
    @Override
    public String toString() {
        return "ID:" + Long.toUnsignedString(logId, RADIX) + '-' + producer + '-' + sequence;
    }
}
