package io.corduroy.broker.state;

import java.util.List;

/**
 * A commit that was decided here, remembered until all others have confirmed it. A rollback needs no memory: what is not
 * remembered was rolled back.
 *
 * @param transaction the partition's number of it
 * @param name what the others call it
 * @param others the other partitions that have a part in it
 */
public record Decision(long transaction, TransactionName name, List<Integer> others) {
    public Decision {
        others = List.copyOf(others);
    }
}
