package io.corduroy.server.link;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens at the door. Any thread. */
public final class LinkCounters {

    final LongAdder accepted = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder lost = new LongAdder();

    /** Links whose client was let in. */
    public long accepted() {
        return accepted.sum();
    }

    /** Links ended by us: no frame, wrong order, wrong password, too many. */
    public long refused() {
        return refused.sum();
    }

    /** Links of clients that ended without Bye. */
    public long lost() {
        return lost.sum();
    }
}
