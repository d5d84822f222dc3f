package io.corduroy.faults.interleavings;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * What became of each message, as the applications know it, in the order in which they came to know. Judges at once what may never
 * be, and in the end whether anything is missing.
 */
final class Ledger {

    enum Sent {
        /** The send has thrown, or its outcome was never told. */
        UNKNOWN,
        CONFIRMED,
        ROLLED_BACK
    }

    private static final class Entry {
        Sent sent = Sent.UNKNOWN;
        /** Values of JMSXDeliveryCount that were seen. */
        final Set<Integer> seen = new HashSet<>();

        /** The delivery that was acknowledged; 0: none. */
        int acknowledged;

        boolean maybeAcknowledged;
        final List<String> history = new ArrayList<>();
    }

    /** A message in an application's hands. */
    record Received(String id, int deliveryCount) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> violations = new ConcurrentLinkedQueue<>();

    private Entry entry(String id) {
        return entries.computeIfAbsent(id, key -> new Entry());
    }

    private void note(Entry entry, String what) {
        entry.history.add(System.nanoTime() / 1_000_000 % 1_000_000 + " " + what);
    }

    void violation(String what) {
        violations.add(what);
    }

    void violation(String what, Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        StringBuilder text = new StringBuilder(what).append(": ").append(cause);
        for (int i = 0; i < Math.min(12, trace.length); i++) {
            text.append("\n        at ").append(trace[i]);
        }
        violations.add(text.toString());
    }

    // Sending

    void sending(String id) {
        Entry entry = entry(id);
        synchronized (entry) {
            note(entry, "sending");
        }
    }

    void sent(Collection<String> ids, Sent outcome, String by) {
        for (String id : ids) {
            Entry entry = entry(id);
            synchronized (entry) {
                entry.sent = outcome;
                note(entry, outcome + " by " + by);
                if (outcome == Sent.ROLLED_BACK && !entry.seen.isEmpty()) {
                    violations.add(id + " was rolled back and delivered: " + entry.history);
                }
            }
        }
    }

    // Receiving. Two applications may come here in another order than that in which they were given a message: its
    // count tells.

    void received(Received message, boolean marked, String by) {
        Entry entry = entry(message.id());
        synchronized (entry) {
            int count = message.deliveryCount();
            note(entry, "received, count " + count + (marked ? " marked, " : ", ") + "by " + by);
            if (entry.sent == Sent.ROLLED_BACK) {
                violations.add(message.id() + " was rolled back and delivered: " + entry.history);
            }
            if (marked != count > 1) {
                violations.add(message.id() + " has a mark that its count contradicts: " + entry.history);
            }
            if (!entry.seen.add(count)) {
                violations.add(message.id() + " was seen twice with the same count: " + entry.history);
            }
            requireLast(message.id(), entry);
        }
    }

    private void requireLast(String id, Entry entry) {
        if (entry.acknowledged > 0 && entry.seen.stream().anyMatch(count -> count > entry.acknowledged)) {
            violations.add(id + " was acknowledged and delivered again: " + entry.history);
        }
    }

    /** Their acknowledgment is under way, and may or may not count. */
    void acknowledging(Collection<Received> messages) {
        forEach(messages, (message, entry) -> {
            note(entry, "acknowledging");
            entry.maybeAcknowledged = true;
        });
    }

    void acknowledged(Collection<Received> messages, String by) {
        forEach(messages, (message, entry) -> {
            note(entry, "acknowledged, count " + message.deliveryCount() + ", by " + by);
            if (entry.acknowledged > 0) {
                violations.add(message.id() + " was acknowledged twice: " + entry.history);
            }
            entry.acknowledged = message.deliveryCount();
            requireLast(message.id(), entry);
        });
    }

    /** They were given back. */
    void returned(Collection<Received> messages, String why) {
        forEach(messages, (message, entry) -> note(entry, "returned, " + why));
    }

    private void forEach(Collection<Received> messages, BiConsumer<Received, Entry> action) {
        for (Received each : messages) {
            Entry entry = entry(each.id());
            synchronized (entry) {
                action.accept(each, entry);
            }
        }
    }

    // The end

    /** Whether everything that was confirmed has been acknowledged, as far as anybody can know. */
    boolean isComplete() {
        return entries.values().stream().noneMatch(Ledger::isOwed);
    }

    private static boolean isOwed(Entry entry) {
        synchronized (entry) {
            return entry.sent == Sent.CONFIRMED && entry.acknowledged == 0 && !entry.maybeAcknowledged;
        }
    }

    /** Everything that is left has been received and acknowledged. */
    List<String> judge() {
        entries.forEach((id, entry) -> {
            if (isOwed(entry)) {
                violations.add(id + " was confirmed and is lost: " + entry.history);
            }
        });
        return List.copyOf(violations);
    }

    long confirmed() {
        return entries.values().stream()
                .filter(entry -> entry.sent == Sent.CONFIRMED)
                .count();
    }

    long acknowledgedCount() {
        return entries.values().stream().filter(entry -> entry.acknowledged > 0).count();
    }
}
