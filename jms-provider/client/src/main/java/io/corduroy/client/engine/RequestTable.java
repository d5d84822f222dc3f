package io.corduroy.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Requests in flight on one link, by their numbers: dense from 1, answered in about their order. */
final class RequestTable {

    private @Nullable Request[] slots = new @Nullable Request[16];
    private long firstId = 1;
    private long nextId = 1;

    long add(Request request) {
        if (nextId - firstId == slots.length) {
            grow();
        }
        slots[slot(nextId)] = request;
        return nextId++;
    }

    Optional<Request> remove(long id) {
        if (id < firstId || id >= nextId) {
            return Optional.empty();
        }
        Optional<Request> found = Optional.ofNullable(slots[slot(id)]);
        slots[slot(id)] = null;
        while (firstId < nextId && slots[slot(firstId)] == null) {
            firstId++;
        }
        return found;
    }

    /** Takes all out, in the order in which they were sent, and begins at 1 again. */
    List<Request> drain() {
        List<Request> all = new ArrayList<>();
        for (long id = firstId; id < nextId; id++) {
            Request request = slots[slot(id)];
            if (request != null) {
                all.add(request);
            }
        }
        slots = new @Nullable Request[16];
        firstId = 1;
        nextId = 1;
        return all;
    }

    private void grow() {
        @Nullable Request[] larger = new @Nullable Request[slots.length * 2];
        for (long id = firstId; id < nextId; id++) {
            larger[(int) (id & (larger.length - 1))] = slots[slot(id)];
        }
        slots = larger;
    }

    private int slot(long id) {
        return (int) (id & (slots.length - 1));
    }
}
