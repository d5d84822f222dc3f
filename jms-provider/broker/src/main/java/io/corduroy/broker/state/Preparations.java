package io.corduroy.broker.state;

import io.corduroy.broker.record.BranchFields;
import io.corduroy.broker.record.MalformedRecordException;
import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.ClientInstanceId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is durable of transactions that are decided in two phases: parts that are prepared here and their clients, though gone;
 * commits that others have to hear of; and names of transactions that must never be committed here, because somebody
 * was told so before this partition had heard of them.
 */
public final class Preparations {
    /**
     * As many denied names are kept, the newest. A name is needed only from the question of another partition until the
     * client's late first words here; who is later than so many other failures is refused by its other partitions.
     */
    static final int DENIED_AT_MOST = 1_024;

    /** All that are not decided, prepared or not. */
    private final NumberMap<Transaction> open;

    private final Attachments attachments;
    /** Clients that are gone and have left a prepared part behind. */
    final NumberMap<Client> departed = new NumberMap<>();

    private final NumberMap<Decision> decisions = new NumberMap<>();
    private final Map<TransactionName, Decision> decisionsByName = new HashMap<>(); // for look-ups only
    private final Set<TransactionName> denied = new LinkedHashSet<>(); // oldest first

    private final Branches branches = new Branches();

    Preparations(NumberMap<Transaction> open, Attachments attachments) {
        this.open = open;
        this.attachments = attachments;
    }

    // Applying

    void applyPrepared(ByteBuffer record) {
        Transaction transaction = open.get(Varints.get(record));
        int decider = Varints.getInt(record);
        List<Integer> others = partitions(record);
        if (transaction != null) {
            transaction.prepare(decider == 0 ? Prepared.decidesItself(others) : Prepared.decidedBy(decider));
        }
    }

    void applyBranchPrepared(ByteBuffer record) {
        Transaction transaction = open.get(Varints.get(record));
        long timeMs = Varints.get(record);
        List<Integer> others = partitions(record);
        BranchId branch = BranchFields.get(record);
        if (transaction != null) {
            transaction.prepare(Prepared.ofBranch(branch, others, timeMs));
            branches.onPrepared(branch, transaction);
        }
    }

    static List<Integer> partitions(ByteBuffer in) {
        int count = Varints.getInt(in);
        if (count > in.remaining()) {
            throw new MalformedRecordException(count + " partitions in " + in.remaining() + " bytes");
        }
        List<Integer> partitions = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            partitions.add(Varints.getInt(in));
        }
        return partitions;
    }

    void applyForgotten(ByteBuffer record) {
        for (int left = Varints.getInt(record); left > 0; left--) {
            Decision decision = decisions.remove(Varints.get(record));
            if (decision != null) {
                decisionsByName.remove(decision.name());
            }
        }
    }

    void applyDenied(ByteBuffer record) {
        TransactionName name = name(record);
        Client client = attachments.client(name.instance());
        if (client != null) {
            client.remember(name.session(), name.number(), false);
        } else {
            deny(name);
        }
    }

    static TransactionName name(ByteBuffer in) {
        return new TransactionName(
                new ClientInstanceId(in.getLong(), in.getLong()), Varints.getInt(in), Varints.get(in));
    }

    void deny(TransactionName name) {
        denied.add(name);
        if (denied.size() > DENIED_AT_MOST) {
            denied.remove(denied.iterator().next());
        }
    }

    void remember(Decision decision) {
        decisions.put(decision.transaction(), decision);
        decisionsByName.put(decision.name(), decision);
    }

    /** Its client is gone: whether the transaction stays, because another partition decides about it. */
    boolean outlivesItsClient(Transaction transaction) {
        Prepared prepared = transaction.prepared();
        if (prepared == null || !prepared.isDecidedByOthers()) {
            return false;
        }
        departed.put(transaction.client().number(), transaction.client());
        return true;
    }

    void onEnded(Transaction transaction, boolean committed) {
        Prepared prepared = transaction.prepared();
        if (prepared == null) {
            return;
        }
        if (committed && prepared.isDecidedHere() && !prepared.others().isEmpty()) {
            remember(new Decision(transaction.id(), transaction.name(), prepared.others()));
        }
        Client client = transaction.client();
        if (departed.get(client.number()) != null && !hasTransaction(client)) {
            departed.remove(client.number());
        }
    }

    private boolean hasTransaction(Client client) {
        boolean[] found = new boolean[1];
        open.forEach(each -> found[0] |= each.client() == client);
        return found[0];
    }

    // Looking

    /** Those that transaction managers decide about. */
    public Branches branches() {
        return branches;
    }

    /** A commit that was decided here and is not yet confirmed by all. */
    public @Nullable Decision decision(TransactionName name) {
        return decisionsByName.get(name);
    }

    /** Commits that were decided here and are not yet confirmed by all, in the order of their transactions. */
    public NumberMap<Decision> decisions() {
        return decisions;
    }

    /** Whether a transaction must never be committed here. */
    public boolean isDenied(TransactionName name) {
        return denied.contains(name);
    }

    /** Whether the client of a transaction is gone, and its prepared part alone is left. */
    public boolean isLeftBehind(Transaction transaction) {
        return departed.get(transaction.client().number()) != null;
    }

    void forEachDenied(Consumer<TransactionName> visitor) {
        denied.forEach(visitor);
    }
}
