package io.corduroy.load;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** What one consumer has received: each producer's messages in their order, none twice. Not for several threads. */
final class Receipts {

    private final Map<Integer, BitSet> seen = new HashMap<>();
    private final Map<Integer, Long> latest = new HashMap<>();
    private long duplicates;
    private long disordered;
    private long count;

    /**
     * Takes one down.
     *
     * @param redelivered whether the provider says that it may have come before
     */
    void add(Letter letter, boolean redelivered) {
        BitSet ofProducer = seen.computeIfAbsent(letter.producer(), producer -> new BitSet());
        int number = Math.toIntExact(letter.number());
        if (ofProducer.get(number)) {
            if (!redelivered) {
                duplicates++;
            }
            return;
        }
        ofProducer.set(number);
        count++;
        long before = latest.getOrDefault(letter.producer(), -1L);
        if (letter.number() < before && !redelivered) {
            disordered++;
        }
        latest.put(letter.producer(), Math.max(before, letter.number()));
    }

    long count() {
        return count;
    }

    long duplicates() {
        return duplicates;
    }

    long disordered() {
        return disordered;
    }

    BitSet of(int producer) {
        return seen.getOrDefault(producer, new BitSet());
    }
}
