package io.corduroy.harness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What applications did and saw, and whether that is what a queue promises: nothing confirmed is lost, nothing
 * acknowledged comes again, what was seen and not acknowledged does come again, and marked, each consumer sees each
 * producer's messages in order, transactions are whole.
 *
 * <p>Thread-safe: one lock, events are few thousand a second. A message is named by its producer and a number that
 * rises by one per producer; messages of one transaction share a transaction number.
 */
public final class DeliveryHistory {

    /** What became of a send, or of the transaction around it, from its application's view. */
    public enum Outcome {
        /** The call returned: must be delivered. */
        CONFIRMED,
        /** The call threw: may or may not be delivered. */
        UNKNOWN,
        /** Rolled back: must not be delivered. */
        ROLLED_BACK
    }

    private record Sent(Outcome outcome, long transaction) {}

    private static final class Seen {
        int times;
        /** Since it was last seen. */
        boolean acknowledging;

        boolean acknowledged;

        boolean mustComeAgain() {
            return times > 0 && !acknowledging && !acknowledged;
        }
    }

    private final Map<String, Map<Long, Sent>> sent = new HashMap<>();
    private final Map<String, Map<Long, Seen>> seen = new HashMap<>();
    private final Map<String, Long> lastInOrder = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private long deliveries;
    private long redeliveries;

    /**
     * Notes the end of a send outside of transactions.
     *
     * @param producer who sent
     * @param number the message's number
     * @param outcome how the call ended
     */
    public synchronized void sent(String producer, long number, Outcome outcome) {
        sentInTransaction(producer, number, 0, outcome);
    }

    /**
     * Notes the end of the transaction that a send belonged to.
     *
     * @param producer who sent
     * @param number the message's number
     * @param transaction the transaction's number, unique per producer; 0: none
     * @param outcome how the commit or rollback ended
     */
    public synchronized void sentInTransaction(String producer, long number, long transaction, Outcome outcome) {
        sent.computeIfAbsent(producer, p -> new TreeMap<>()).put(number, new Sent(outcome, transaction));
    }

    /**
     * Notes a delivery, before the application acknowledges it.
     *
     * @param consumer who received; order is judged per consumer and producer
     * @param producer who sent
     * @param number the message's number
     * @param redelivered the message's JMSRedelivered
     */
    public synchronized void received(String consumer, String producer, long number, boolean redelivered) {
        deliveries++;
        Seen before = seen.computeIfAbsent(producer, p -> new HashMap<>()).computeIfAbsent(number, n -> new Seen());
        if (before.acknowledged) {
            violations.add("acknowledged message came again: " + producer + "/" + number + " to " + consumer);
        }
        if (before.times > 0 && !redelivered) {
            violations.add("seen before and not marked JMSRedelivered: " + producer + "/" + number + " to " + consumer);
        }
        before.times++;
        before.acknowledging = false;
        if (redelivered) {
            redeliveries++; // comes back out of its place by nature: not judged for order
            return;
        }
        Long last = lastInOrder.put(consumer + "<" + producer, number);
        if (last != null && last >= number) {
            violations.add("out of order: " + consumer + " got " + producer + "/" + number + " after " + last);
        }
    }

    /**
     * Notes that the application is about to acknowledge a message, alone or by a commit. If it never does, the message
     * has to come again: a {@code receive()} that threw, or a session that ended, has not consumed it.
     *
     * @param producer who sent
     * @param number the message's number
     */
    public synchronized void acknowledging(String producer, long number) {
        seen.computeIfAbsent(producer, p -> new HashMap<>()).computeIfAbsent(number, n -> new Seen()).acknowledging =
                true;
    }

    /**
     * Notes that an acknowledgment of this message, or the commit around it, returned.
     *
     * @param producer who sent
     * @param number the message's number
     */
    public synchronized void acknowledged(String producer, long number) {
        seen.computeIfAbsent(producer, p -> new HashMap<>()).computeIfAbsent(number, n -> new Seen()).acknowledged =
                true;
    }

    /**
     * How many deliveries were noted.
     *
     * @return grows as long as something moves
     */
    public synchronized long deliveries() {
        return deliveries;
    }

    /**
     * How many confirmed messages nobody has seen yet, or seen and not acknowledged.
     *
     * @return 0 when everything has arrived
     */
    public synchronized long outstanding() {
        long missing = 0;
        for (var producer : sent.entrySet()) {
            Map<Long, Seen> got = seen.getOrDefault(producer.getKey(), Map.of());
            for (var message : producer.getValue().entrySet()) {
                Seen arrived = got.get(message.getKey());
                if (message.getValue().outcome == Outcome.CONFIRMED && (arrived == null || arrived.mustComeAgain())) {
                    missing++;
                }
            }
        }
        return missing;
    }

    /**
     * Judges the whole history; call when nothing moves any more.
     *
     * @return one line per violation, empty if everything is as promised
     */
    public synchronized List<String> violations() {
        List<String> found = new ArrayList<>(violations);
        for (var producer : sent.entrySet()) {
            judge(producer.getKey(), producer.getValue(), seen.getOrDefault(producer.getKey(), Map.of()), found);
        }
        for (var producer : seen.entrySet()) {
            Map<Long, Sent> known = sent.getOrDefault(producer.getKey(), new TreeMap<>());
            for (Long number : producer.getValue().keySet()) {
                if (!known.containsKey(number)) {
                    found.add("never sent, or sent by a call that never ended: " + producer.getKey() + "/" + number);
                }
            }
        }
        return found;
    }

    /**
     * The history in one line, for people.
     *
     * @return counts
     */
    public synchronized String summary() {
        long confirmed = 0;
        long unknown = 0;
        long rolledBack = 0;
        for (var messages : sent.values()) {
            for (Sent message : messages.values()) {
                switch (message.outcome) {
                    case CONFIRMED -> confirmed++;
                    case UNKNOWN -> unknown++;
                    case ROLLED_BACK -> rolledBack++;
                }
            }
        }
        return "confirmed=" + confirmed + " unknown=" + unknown + " rolledBack=" + rolledBack + " deliveries="
                + deliveries + " redeliveries=" + redeliveries + " outstanding=" + outstanding();
    }

    private static void judge(String producer, Map<Long, Sent> messages, Map<Long, Seen> got, List<String> found) {
        Map<Long, Integer> arrivedOf = new HashMap<>();
        Map<Long, Integer> sizeOf = new HashMap<>();
        for (var message : messages.entrySet()) {
            Seen last = got.get(message.getKey());
            boolean arrived = last != null;
            Sent fact = message.getValue();
            if (last != null && last.mustComeAgain()) {
                found.add("swallowed: " + producer + "/" + message.getKey()
                        + " was seen, not acknowledged, and did not come again");
            }
            if (fact.outcome == Outcome.CONFIRMED && !arrived) {
                found.add("lost confirmed message " + producer + "/" + message.getKey());
            }
            if (fact.outcome == Outcome.ROLLED_BACK && arrived) {
                found.add("rolled back and delivered: " + producer + "/" + message.getKey());
            }
            if (fact.transaction != 0) {
                sizeOf.merge(fact.transaction, 1, Integer::sum);
                arrivedOf.merge(fact.transaction, arrived ? 1 : 0, Integer::sum);
            }
        }
        for (var transaction : sizeOf.entrySet()) {
            int arrived = arrivedOf.getOrDefault(transaction.getKey(), 0);
            if (arrived != 0 && arrived != transaction.getValue()) {
                found.add("half a transaction: " + arrived + " of " + transaction.getValue() + " messages of "
                        + producer + " transaction " + transaction.getKey());
            }
        }
    }
}
