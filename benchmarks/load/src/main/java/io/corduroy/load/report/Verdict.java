package io.corduroy.load.report;

import java.util.Locale;
import java.util.Optional;

/** What a ratio says. */
enum Verdict {
    /** As the target asks. */
    MET("met", "✓"),
    /** Better than the peer, not by as much as the target asks. */
    MISSED("ahead, target missed", "△"),
    /** Better than the peer, and nothing was asked. */
    AHEAD("ahead", "✓"),
    /** Worse than the peer. */
    BEHIND("behind", "✗"),
    /** Messages were lost, came twice or out of order: no figure excuses that. */
    WRONG("wrong", "✗");

    private final String words;
    private final String sign;

    Verdict(String words, String sign) {
        this.words = words;
        this.sign = sign;
    }

    /** @param median of ours by theirs */
    static Verdict of(Figure figure, double median, Optional<Target> target) {
        if (target.isPresent() && target.get().isMet(median)) {
            return MET;
        }
        if (Ratio.advantage(figure, median) < 1) {
            return BEHIND;
        }
        return target.isPresent() ? MISSED : AHEAD;
    }

    String text() {
        return sign + " " + words;
    }

    /** Class of what is drawn in its colour. */
    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
