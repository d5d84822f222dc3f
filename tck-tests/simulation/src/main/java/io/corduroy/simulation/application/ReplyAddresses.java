package io.corduroy.simulation.application;

import io.corduroy.protocol.DestinationName;
import io.corduroy.simulation.world.Chance;
import java.util.ArrayDeque;
import java.util.List;

/** Temporary queues that applications have asked to be answered to: some of them may be gone. */
final class ReplyAddresses {

    private static final int KNOWN = 6;

    private final ArrayDeque<DestinationName> latest = new ArrayDeque<>();

    void add(DestinationName queue) {
        latest.remove(queue);
        latest.add(queue);
        if (latest.size() > KNOWN) {
            latest.remove();
        }
    }

    boolean isEmpty() {
        return latest.isEmpty();
    }

    DestinationName pick(Chance chance) {
        return chance.pick(List.copyOf(latest));
    }
}
