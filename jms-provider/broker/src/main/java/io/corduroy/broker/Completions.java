package io.corduroy.broker;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is to be answered once records are applied, in order, without an object per answer: a ring of a number (how many
 * records of this epoch must have been applied), a request and a target.
 */
final class Completions {
    private long[] ordinals = new long[64];
    private long[] requests = new long[64];
    private @Nullable Object[] targets = new Object[64];
    private int head;
    private int size;

    /** Answers Done to the request on the link when that many records are applied. */
    void addDone(long ordinal, AttachedClient.LinkSide link, long requestId) {
        add(ordinal, requestId, link);
    }

    /** Runs an action when that many records are applied. */
    void add(long ordinal, Runnable action) {
        add(ordinal, 0, action);
    }

    private void add(long ordinal, long requestId, Object target) {
        if (size == ordinals.length) {
            grow();
        }
        int at = head + size & ordinals.length - 1;
        ordinals[at] = ordinal;
        requests[at] = requestId;
        targets[at] = target;
        size++;
    }

    private void grow() {
        int length = ordinals.length;
        long[] newOrdinals = new long[2 * length];
        long[] newRequests = new long[2 * length];
        @Nullable Object[] newTargets = new Object[2 * length];
        for (int i = 0; i < size; i++) {
            int at = head + i & length - 1;
            newOrdinals[i] = ordinals[at];
            newRequests[i] = requests[at];
            newTargets[i] = targets[at];
        }
        ordinals = newOrdinals;
        requests = newRequests;
        targets = newTargets;
        head = 0;
    }

    /** Does what waited for no more than so many records. */
    void run(long appliedRecords) {
        while (size > 0 && ordinals[head] <= appliedRecords) {
            Object target = targets[head];
            long requestId = requests[head];
            targets[head] = null;
            head = head + 1 & ordinals.length - 1;
            size--;
            if (target instanceof AttachedClient.LinkSide link) {
                link.done(requestId);
            } else if (target instanceof Runnable action) {
                action.run();
            }
        }
    }

    /** Nothing will be answered: what was not committed may or may not be in the log. */
    void drop() {
        Arrays.fill(targets, null);
        size = 0;
    }
}
