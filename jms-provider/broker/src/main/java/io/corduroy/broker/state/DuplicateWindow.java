package io.corduroy.broker.state;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The latest duplicate identifiers of each destination. Memory is bounded twice: by the setting of each destination, and for all
 * together; beyond that, those destinations lose their oldest that have had no new one for longest.
 */
final class DuplicateWindow {
    /** About 25 MB. */
    private static final int MOST_OF_ALL = 250_000;

    private final int mostOfAll;
    /** By destination, the one that had a new one last at the end; each with its oldest first. */
    private final Map<Integer, LinkedHashSet<DuplicateId>> byDestination = new LinkedHashMap<>();

    private int count;

    /** Told of identifiers. */
    @FunctionalInterface
    interface Visitor {
        void visit(int destination, Set<DuplicateId> ids);
    }

    DuplicateWindow() {
        this(MOST_OF_ALL);
    }

    DuplicateWindow(int mostOfAll) {
        this.mostOfAll = mostOfAll;
    }

    boolean contains(int destination, DuplicateId id) {
        LinkedHashSet<DuplicateId> ids = byDestination.get(destination);
        return ids != null && ids.contains(id);
    }

    /**
     * Adds an identifier as the latest of a destination.
     *
     * @param most how many the destination remembers, 1 or more
     * @return false if it was there: nothing changes then
     */
    boolean add(int destination, DuplicateId id, int most) {
        if (contains(destination, id)) {
            return false;
        }
        LinkedHashSet<DuplicateId> ids = byDestination.remove(destination);
        ids = ids == null ? new LinkedHashSet<>() : ids;
        byDestination.put(destination, ids);
        ids.add(id);
        count++;
        while (ids.size() > most) {
            dropOldest(ids);
        }
        while (count > mostOfAll) {
            dropOldestOfQuietest();
        }
        return true;
    }

    private void dropOldestOfQuietest() {
        Map.Entry<Integer, LinkedHashSet<DuplicateId>> quietest =
                byDestination.entrySet().iterator().next();
        dropOldest(quietest.getValue());
        if (quietest.getValue().isEmpty()) {
            byDestination.remove(quietest.getKey());
        }
    }

    private void dropOldest(Set<DuplicateId> ids) {
        ids.remove(ids.iterator().next());
        count--;
    }

    /** A destination remembers nothing any more. */
    void forget(int destination) {
        LinkedHashSet<DuplicateId> ids = byDestination.remove(destination);
        count -= ids == null ? 0 : ids.size();
    }

    /** Visits all, in the order in which they have to be added to get the same window. */
    void forEach(Visitor visitor) {
        byDestination.forEach(visitor::visit);
    }

    /** How many there are. */
    int count() {
        return count;
    }
}
