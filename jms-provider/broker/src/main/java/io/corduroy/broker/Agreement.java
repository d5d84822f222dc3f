package io.corduroy.broker;

import io.corduroy.broker.PartitionMessage.AskOutcome;
import io.corduroy.broker.PartitionMessage.ConfirmOutcome;
import io.corduroy.broker.PartitionMessage.TellOutcome;
import io.corduroy.broker.state.Client;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.TransactionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How partitions come to the same outcome of a transaction when its client does not bring it to all of them. Whatever is
 * answered is durable before; what is not decided when somebody asks is rolled back (decisions/0006).
 */
final class Agreement implements PartitionMessage.Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Agreement.class);

    private final int partition;
    private final PartitionState state;
    private final Journal journal;
    private final Clients clients;
    private final Transactions transactions;
    private final InDoubt inDoubt;
    private final Decider decider;

    Agreement(
            int partition,
            PartitionState state,
            Journal journal,
            Clients clients,
            Transactions transactions,
            InDoubt inDoubt,
            Decider decider) {
        this.partition = partition;
        this.state = state;
        this.journal = journal;
        this.clients = clients;
        this.transactions = transactions;
        this.inDoubt = inDoubt;
        this.decider = decider;
    }

    void onEpochStarted(long graceMs) {
        inDoubt.onEpochStarted(graceMs, transactions::earlier);
        decider.onEpochStarted();
    }

    void onMessage(PartitionMessage message) {
        message.dispatch(this);
    }

    @Override
    public void onAskOutcome(AskOutcome message) {
        TransactionName name = message.transaction();
        AttachedClient client = clients.find(name.instance());
        boolean attached = client != null && client.client != null;
        InDoubt.Part asked = inDoubt.find(name);
        if (state.preparations().decision(name) != null || transactions.isCommitting(name)) {
            journal.whenApplied(() -> tellOutcome(message));
        } else if (asked != null && asked.draft.branch != null) {
            LOG.debug("asked about a branch that waits for its transaction manager: asked={}", message);
        } else if (asked != null) {
            LOG.error(
                    "asked about a transaction that another partition decides: partition={} asked={}",
                    partition,
                    message);
        } else if (client != null
                && attached
                && (transactions.rollBack(client, name) || transactions.isDecided(client, name))) {
            journal.whenApplied(() -> tellOutcome(message));
        } else {
            decider.deny(name, () -> tellOutcome(message));
        }
    }

    /** Everything that was decided about it is applied. */
    private void tellOutcome(AskOutcome message) {
        TransactionName name = message.transaction();
        Client client = state.client(name.instance());
        boolean committed = state.preparations().decision(name) != null
                || (client != null && client.outcome(name.session(), name.number()) == null);
        decider.tell(message.from(), name, committed);
    }

    @Override
    public void onTellOutcome(TellOutcome message) {
        InDoubt.Part part = inDoubt.find(message.transaction());
        if (part == null) {
            if (message.committed()) { // by its client, or when this was told before
                journal.whenApplied(() -> inDoubt.confirm(message.from(), message.transaction()));
            }
            return;
        }
        if (part.draft.decider != message.from()) {
            LOG.error("told an outcome by who does not decide it: partition={} told={}", partition, message);
            return;
        }
        LOG.info(
                "outcome of a transaction whose client did not bring it: partition={} transaction={} committed={}",
                partition,
                message.transaction(),
                message.committed());
        AttachedClient client = clients.find(message.transaction().instance());
        if (message.committed()) {
            transactions.commit(part, client);
        } else {
            transactions.rollBack(part, client);
        }
    }

    @Override
    public void onConfirmOutcome(ConfirmOutcome message) {
        decider.onConfirmed(message.from(), message.transaction());
    }

    /** Asks, tells again and forgets, as far as it is time. */
    void run() {
        inDoubt.run();
        decider.run();
    }

    /** When there is something to do next; {@link Clockwork#NEVER} if nothing. */
    long nextDueMs() {
        return Math.min(inDoubt.nextDueMs(), decider.nextDueMs());
    }
}
