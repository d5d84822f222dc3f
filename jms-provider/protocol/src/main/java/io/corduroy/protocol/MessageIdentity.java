package io.corduroy.protocol;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What tells a message from all others: the log that holds it, who produced it, and its number there. Written out it is
 * the JMSMessageID (Jakarta Messaging 3.1, 3.4.3).
 *
 * @param logId random number of the partition's log, all 64 bits
 * @param producer number that the partition gave to the sending session, 0 or more
 * @param sequence rising by one per producer, 0 or more
 */
public record MessageIdentity(long logId, long producer, long sequence) {
    // No leading zeros: each identity has exactly one text, so that texts can be compared.
    private static final Pattern FORMAT =
            Pattern.compile("ID:([0-9a-f]{16})-(0|[1-9][0-9]{0,18})-(0|[1-9][0-9]{0,18})");

    /**
     * Reads a JMSMessageID of this provider.
     *
     * @param jmsMessageId any text
     * @return empty if it is none, or another provider's
     */
    public static Optional<MessageIdentity> parse(String jmsMessageId) {
        Matcher matcher = FORMAT.matcher(jmsMessageId);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new MessageIdentity(
                    Long.parseUnsignedLong(matcher.group(1), 16),
                    Long.parseLong(matcher.group(2)),
                    Long.parseLong(matcher.group(3))));
        } catch (NumberFormatException e) {
            return Optional.empty(); // 19 digits may exceed a long: not ours
        }
    }

    /** The JMSMessageID: {@code ID:<log id, 16 hexadecimal digits>-<producer>-<sequence>}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(48).append("ID:");
        for (int shift = 60; shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int) (logId >>> shift) & 0xf, 16));
        }
        return text.append('-').append(producer).append('-').append(sequence).toString();
    }
}
