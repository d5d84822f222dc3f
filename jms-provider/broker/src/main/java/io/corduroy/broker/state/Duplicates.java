package io.corduroy.broker.state;

/**
 * Which messages were there already, by the identifiers that applications have given them. What came to the partition's log
 * decides about what comes to it, so that every replica and every replay agrees; what came to the transient log is known until
 * the node ends, and counts only where nothing durable depends on it.
 */
final class Duplicates {
    final DuplicateWindow durable = new DuplicateWindow();
    private final DuplicateWindow transientToo = new DuplicateWindow();

    /** Whether a message of this identifier is known to have come; a send need not be appended then. */
    boolean isKnown(Destination destination, DuplicateId id) {
        return destination.settings().duplicateIds() > 0
                && (durable.contains(destination.id(), id) || transientToo.contains(destination.id(), id));
    }

    /**
     * A message comes to its destination.
     *
     * @return false if one of the same identifier did: this one must not
     */
    boolean accept(Destination destination, int lane, DuplicateId id) {
        int most = destination.settings().duplicateIds();
        if (most == 0) {
            onDeleted(destination);
            return true;
        }
        if (!Lanes.isTransient(lane)) {
            return durable.add(destination.id(), id, most);
        }
        return !durable.contains(destination.id(), id) && transientToo.add(destination.id(), id, most);
    }

    void onDeleted(Destination destination) {
        durable.forget(destination.id());
        transientToo.forget(destination.id());
    }
}
