package io.corduroy.server.link;

import io.corduroy.transport.Link;
import java.util.BitSet;

/** Reasons not to read from a link; it is read when there is none. On the link's loop only. */
final class ReadingPauses {

    /** The client is being let in: what it said meanwhile comes after that. */
    static final int ADMISSION = 0;
    /** Too much of what it said is on its way to partitions. Partitions have their own numbers, from 1. */
    static final int HANDOVER = 1_000;
    /** It said that it leaves. */
    static final int FAREWELL = 1_001;

    private final Link<?> link;
    private final BitSet reasons = new BitSet();

    ReadingPauses(Link<?> link) {
        this.link = link;
    }

    void add(int reason) {
        if (reasons.isEmpty()) {
            link.pauseReading();
        }
        reasons.set(reason);
    }

    void remove(int reason) {
        if (reasons.get(reason)) {
            reasons.clear(reason);
            if (reasons.isEmpty()) {
                link.resumeReading();
            }
        }
    }
}
