package io.corduroy.load;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * What one consumer has received: each producer's messages to a destination in their order, none twice. Not for several threads.
 */
final class Receipts {

    private final int destinations;
    private final Map<Integer, OfProducer> producers = new HashMap<>();
    private long duplicates;
    private long disordered;
    private long count;

    /**
     * @param destinations to which each producer sends in turn; there is no order between them
     */
    Receipts(int destinations) {
        this.destinations = destinations;
    }

    /**
     * Takes one down.
     *
     * @param redelivered whether the provider says that it may have come before
     */
    void add(Letter letter, boolean redelivered) {
        OfProducer of = producer(letter.producer());
        int number = Math.toIntExact(letter.number());
        if (of.seen.get(number)) {
            if (!redelivered && !of.marked.get(number)) {
                duplicates++;
            }
            return;
        }
        of.seen.set(number);
        count++;
        int destination = number % destinations;
        if (redelivered) {
            of.marked.set(number);
        } else if (number < of.latest[destination]) {
            disordered++;
        }
        of.latest[destination] = Math.max(of.latest[destination], number);
    }

    private OfProducer producer(int number) {
        return producers.computeIfAbsent(number, producer -> new OfProducer(destinations));
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
        return producer(producer).seen;
    }

    /** Those that came as if nobody could have had them before. */
    BitSet unmarkedOf(int producer) {
        BitSet unmarked = (BitSet) of(producer).clone();
        unmarked.andNot(producer(producer).marked);
        return unmarked;
    }

    private static final class OfProducer {
        private final BitSet seen = new BitSet();
        private final BitSet marked = new BitSet();
        private final int[] latest;

        OfProducer(int destinations) {
            latest = new int[destinations];
            Arrays.fill(latest, -1);
        }
    }
}
