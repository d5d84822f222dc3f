package io.corduroy.broker;

import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.protocol.DestinationSettings;
import org.jspecify.annotations.Nullable;

/**
 * How much may wait at a destination before sends to it are refused: {@code max-messages} and {@code max-bytes}. What is
 * under way to the log counts, so that many producers do not run over a limit together; what an open transaction has
 * sent does not until it is committed. What is moved here, as dead letters are, is never refused.
 *
 * <p>Bytes are reckoned as messages times the average size of those that were accepted lately: the size of each message
 * would be an index of its own.
 */
final class Quotas {
    /** How many messages the average is about. */
    private static final double LATELY = 1_000;

    private final Journal journal;
    private final NumberMap<Use> uses = new NumberMap<>();

    private static final class Use {
        long underWay;
        double averageBytes;
        double weight;

        void learn(int bytes) {
            weight = Math.min(LATELY, weight + 1);
            averageBytes += (bytes - averageBytes) / weight;
        }
    }

    Quotas(Journal journal) {
        this.journal = journal;
    }

    private static boolean isLimited(DestinationSettings settings) {
        return settings.maxMessages() > 0 || settings.maxBytes() > 0;
    }

    /**
     * Whether a destination takes one more message.
     *
     * @return why it does not, null if it does
     */
    @Nullable
    String refusal(Destination destination, int bytes) {
        DestinationSettings settings = destination.settings();
        if (!isLimited(settings)) {
            return null;
        }
        Use use = uses.get(destination.id());
        long waiting = destination.waitingCount() + (use == null ? 0 : use.underWay);
        if (settings.maxMessages() > 0 && waiting >= settings.maxMessages()) {
            return destination.name() + " is full: " + waiting + " messages wait, its max-messages is "
                    + settings.maxMessages() + "; consume some, or raise the limit";
        }
        double average = use == null ? bytes : use.averageBytes;
        long waitingBytes = (long) (waiting * average);
        if (settings.maxBytes() > 0 && waiting > 0 && waitingBytes + bytes > settings.maxBytes()) {
            return destination.name() + " is full: " + waiting + " messages of about " + waitingBytes
                    + " bytes wait, its max-bytes is " + settings.maxBytes() + "; consume some, or raise the limit";
        }
        return null;
    }

    /** A message was appended, which is applied when everything is that was appended until now. */
    void onAppended(Destination destination, int bytes) {
        if (!isLimited(destination.settings())) {
            return;
        }
        Use use = uses.get(destination.id());
        if (use == null) {
            use = new Use();
            uses.put(destination.id(), use);
        }
        use.learn(bytes);
        use.underWay++;
        Use counted = use;
        journal.onceApplied(() -> counted.underWay--);
    }
}
