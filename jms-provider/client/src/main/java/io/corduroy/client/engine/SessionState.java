package io.corduroy.client.engine;

import io.corduroy.protocol.TransactionNumber;
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

    /** Work in branches of global transactions that the session has left, by the number that its user gave. */
    private final NavigableMap<Integer, TransactionState> branchWork = new TreeMap<>();

    private boolean inBranch;
    private long lastTransaction;
    private int unconfirmedAcknowledgments;
    private boolean closing;
    private Optional<Runnable> whenAcknowledged = Optional.empty();

    SessionState(int id) {
        this.id = id;
    }

    void onClosing() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    ProducerState producer(int partition) {
        return producers.computeIfAbsent(partition, number -> new ProducerState(id, number));
    }

    /** The open transaction; begins one if there is none. */
    TransactionState transaction() {
        if (transaction.isEmpty()) {
            lastTransaction = TransactionNumber.after(lastTransaction, inBranch);
            transaction = Optional.of(new TransactionState(lastTransaction));
        }
        return transaction.get();
    }

    /** What is lost with the broker's memory of us: the open transaction, and work in branches. */
    List<TransactionState> openTransactions() {
        List<TransactionState> all = new ArrayList<>(branchWork.values());
        transaction.ifPresent(all::add);
        return all;
    }

    /** What comes next is work in a branch. */
    void enterBranch() {
        if (transaction.isPresent() || inBranch) {
            throw new IllegalStateException("session " + id + " is in a transaction already");
        }
        inBranch = true;
    }

    /** What comes next is not; what was done since waits under a number, if it was anything. */
    void leaveBranch(int work) {
        inBranch = false;
        transaction.ifPresent(tx -> branchWork.put(work, tx));
        transaction = Optional.empty();
    }

    /** The work that was left under a number, empty if nothing was done. */
    Optional<TransactionState> branchWork(int work) {
        return Optional.ofNullable(branchWork.get(work));
    }

    void forgetBranchWork(int work) {
        branchWork.remove(work);
    }

    /** Whatever comes next belongs to another transaction. */
    Optional<TransactionState> endTransaction() {
        ended = transaction;
        transaction = Optional.empty();
        return ended;
    }

    /** The open transactions, and the one whose commit may be under way. */
    List<TransactionState> undecided() {
        List<TransactionState> all = openTransactions();
        ended.ifPresent(all::add);
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
