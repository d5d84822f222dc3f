package io.corduroy.client.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A session: its producers by partition, its transaction, and what it waits for before it can be closed. */
final class SessionState {

    final int id;
    final NavigableMap<Integer, ProducerState> producers = new TreeMap<>();
    private Optional<TransactionState> transaction = Optional.empty();
    /** The one before, whose commit may be under way. */
    private Optional<TransactionState> ended = Optional.empty();

    private long lastTransaction;
    private int unconfirmedAcknowledgments;
    private Optional<Runnable> whenAcknowledged = Optional.empty();

    SessionState(int id) {
        this.id = id;
    }

    ProducerState producer(int partition) {
        return producers.computeIfAbsent(partition, number -> new ProducerState(id, number));
    }

    /** The open transaction; begins one if there is none. */
    TransactionState transaction() {
        if (transaction.isEmpty()) {
            lastTransaction++;
            transaction = Optional.of(new TransactionState(lastTransaction));
        }
        return transaction.get();
    }

    Optional<TransactionState> openTransaction() {
        return transaction;
    }

    /** Whatever comes next belongs to another transaction. */
    Optional<TransactionState> endTransaction() {
        ended = transaction;
        transaction = Optional.empty();
        return ended;
    }

    /** The open transaction, and the one whose commit may be under way. */
    List<TransactionState> undecided() {
        List<TransactionState> all = new ArrayList<>(2);
        ended.ifPresent(all::add);
        transaction.ifPresent(all::add);
        return all;
    }

    void onAcknowledgmentSent() {
        unconfirmedAcknowledgments++;
    }

    void onAcknowledgmentAnswered() {
        unconfirmedAcknowledgments--;
        if (unconfirmedAcknowledgments == 0 && whenAcknowledged.isPresent()) {
            Runnable action = whenAcknowledged.get();
            whenAcknowledged = Optional.empty();
            action.run();
        }
    }

    /** Runs an action once no acknowledgment is unconfirmed. */
    void whenAcknowledged(Runnable action) {
        if (unconfirmedAcknowledgments == 0) {
            action.run();
        } else {
            whenAcknowledged = Optional.of(action);
        }
    }
}
