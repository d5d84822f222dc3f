package io.corduroy.simulation.history;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.simulation.world.World;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges what a destination has retained when everything has been consumed: within its bounds, nothing twice, and if nothing could have
 * been let go yet, and no disk was full, each persistent message that was confirmed.
 */
public final class RetainedJudgment {

    /** So much is let go of late: a sweep a second, and a record on its way. */
    private static final long LATE_MS = 3_000;

    private final World world;
    private final Ledger ledger;

    /**
     * What a destination has retained.
     *
     * @param numbers of the messages, as they were read from the log
     * @param bytes as the broker counts them
     * @param oldestMs when the oldest came, by the broker's clock; the latest time there is if there is none
     */
    public record Retained(
            DestinationName destination,
            DestinationSettings settings,
            List<Long> numbers,
            long bytes,
            long unmeasured,
            long oldestMs) {

        /** Whether no bound can have been reached in a run. */
        private boolean keepsAll() {
            // A temporary one goes with its connection, and may have been made again.
            return !destination.kind().isTemporary()
                    && settings.retentionBytes() == 0
                    && settings.retentionMs() >= 3_600_000;
        }
    }

    public RetainedJudgment(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
    }

    public void judge(Retained retained) {
        Set<Long> numbers = new HashSet<>(retained.numbers);
        // Where nobody sends to, dead letters come: two subscriptions may give up the same message.
        boolean isSentTo = ledger.messages.values().stream()
                .anyMatch(each -> each.facts().destination().equals(retained.destination));
        if (isSentTo && numbers.size() < retained.numbers.size()) {
            world.violated(retained.destination + " retains a message twice: " + retained.numbers);
        }
        judgeBounds(retained);
        if (retained.keepsAll() && ledger.totals().of("full disks") == 0) {
            for (SentMessage message : ledger.messages.values()) {
                if (message.facts().persistent()
                        && message.facts().destination().equals(retained.destination)) {
                    judgeKept(message, numbers.contains(message.number()));
                }
            }
        }
    }

    private void judgeBounds(Retained retained) {
        DestinationSettings settings = retained.settings;
        if (retained.unmeasured > 0) {
            world.violated(retained.destination + " has not measured " + retained.unmeasured + " retained messages");
        }
        if (settings.retentionBytes() > 0 && retained.bytes > settings.retentionBytes()) {
            world.violated(retained.destination + " retains " + retained.bytes + " bytes, " + settings.retentionBytes()
                    + " are allowed");
        }
        if (settings.retentionMs() > 0 && retained.oldestMs < world.nowMs() - settings.retentionMs() - LATE_MS) {
            world.violated(retained.destination + " retains a message of " + retained.oldestMs + ", now it is "
                    + world.nowMs() + ", for longer than " + settings.retentionMs() + " ms");
        }
    }

    private void judgeKept(SentMessage message, boolean kept) {
        if (message.outcome() == Outcome.CONFIRMED) {
            ledger.totals().count("messages owed to retention");
            if (!kept) {
                world.violated("not retained: " + message);
            }
        } else if (message.outcome() == Outcome.VOID && kept) {
            world.violated("retained, though it was never to be there: " + message);
        }
    }
}
