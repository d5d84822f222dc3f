package io.corduroy.broker;

import io.corduroy.broker.state.Decision;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Prepared;
import io.corduroy.broker.state.Transaction;
import io.corduroy.broker.state.TransactionName;
import io.corduroy.protocol.AdminColumn;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Transactions for administrators, as rows of text. */
final class TransactionTable {
    private final int partition;
    private final PartitionState state;
    private final InDoubt inDoubt;

    TransactionTable(int partition, PartitionState state, InDoubt inDoubt) {
        this.partition = partition;
        this.state = state;
        this.inDoubt = inDoubt;
    }

    /** The row of a branch that was decided or forgotten, none if it is not known. */
    List<Map<String, String>> rows(AdminVerb verb, BranchId branch, BranchState outcome) {
        if (outcome == BranchState.UNKNOWN) {
            return List.of();
        }
        Map<AdminColumn, String> cells = new LinkedHashMap<>();
        cells.put(AdminColumn.BRANCH, branch.toString());
        cells.put(AdminColumn.PARTITION, Integer.toString(partition));
        cells.put(AdminColumn.STATE, word(outcome));
        return List.of(AdminTables.row(verb, cells));
    }

    static String word(BranchState outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    List<Map<String, String>> rows(long limit, long nowMs) {
        List<Map<String, String>> rows = new ArrayList<>();
        state.transactions().forEach(each -> {
            if (rows.size() < limit) {
                rows.add(row(each, nowMs));
            }
        });
        state.preparations().decisions().forEach(each -> {
            if (rows.size() < limit) {
                rows.add(row(each));
            }
        });
        state.preparations().branches().forEachHeuristic(each -> {
            if (rows.size() < limit) {
                rows.add(rows(AdminVerb.TRANSACTION_LIST, each.branch(), each.state())
                        .get(0));
            }
        });
        return rows;
    }

    private Map<String, String> row(Transaction transaction, long nowMs) {
        Prepared prepared = transaction.prepared();
        String word = "open";
        String decider = "";
        if (prepared != null) {
            word = inDoubt.isAsking(transaction.id()) ? "in doubt" : "prepared";
            decider = Integer.toString(prepared.isDecidedHere() ? partition : prepared.decider());
        }
        Map<AdminColumn, String> cells = cells(transaction.name(), word, decider);
        if (prepared != null && prepared.branch() != null) {
            cells.put(AdminColumn.BRANCH, prepared.branch().toString());
            cells.put(AdminColumn.AGE_MS, Long.toString(Math.max(0, nowMs - prepared.timeMs())));
        }
        cells.put(AdminColumn.CLIENT_ID, transaction.client().clientId());
        cells.put(AdminColumn.SENDS, Long.toString(transaction.sendCount()));
        cells.put(AdminColumn.ACKNOWLEDGMENTS, Long.toString(transaction.acknowledgmentCount()));
        return AdminTables.row(AdminVerb.TRANSACTION_LIST, cells);
    }

    private Map<String, String> row(Decision decision) {
        return AdminTables.row(
                AdminVerb.TRANSACTION_LIST, cells(decision.name(), "committed", Integer.toString(partition)));
    }

    private Map<AdminColumn, String> cells(TransactionName name, String word, String decider) {
        Map<AdminColumn, String> cells = new LinkedHashMap<>();
        cells.put(AdminColumn.TRANSACTION, name.instance() + "/" + name.session() + "/" + name.number());
        cells.put(AdminColumn.PARTITION, Integer.toString(partition));
        cells.put(AdminColumn.STATE, word);
        cells.put(AdminColumn.DECIDER, decider);
        return cells;
    }
}
