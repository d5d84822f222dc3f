package io.corduroy.broker.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame.Send;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Records are written as they always were; the file grows by new records, its lines never change. */
class RecordGoldenTest {
    private static final DestinationName ORDERS = new DestinationName(DestinationName.Kind.QUEUE, "orders");
    private static final DestinationName NEWS = new DestinationName(DestinationName.Kind.TOPIC, "news");

    private final RecordWriter write = new RecordWriter();
    private final Map<String, String> written = new LinkedHashMap<>();

    private void add(String name, ByteBuffer record) {
        byte[] bytes = new byte[record.remaining()];
        record.get(bytes);
        written.put(name, HexFormat.of().formatHex(bytes));
    }

    @Test
    void recordsAreWrittenAsTheGoldenFileSays() throws IOException {
        List<LaneRange> ranges = List.of(new LaneRange(4, 300, 302), new LaneRange(9, 0, 0));
        add("DESTINATION_CREATED plain", write.destinationCreated(ORDERS, 0));
        add("DESTINATION_CREATED with settings", write.destinationCreated(NEWS, 0, Map.of("max-deliveries", "3")));
        add(
                "DESTINATION_ALTERED",
                write.destinationAltered(7, Map.of("redelivery-delay", "5s", "expiry-queue", "old")));
        add("DUE", write.due(1_700_000_000_000L, 512));
        add("MOVED", write.moved(MoveReason.DELIVERIES_USED_UP, 5, ORDERS, ranges));
        add("REMOVED", write.removed(MoveReason.EXPIRED, 5, ranges));
        add("RELEASED with a delay", write.released(5, 1_700_000_000_000L, ranges));
        add("TRANSACTION_PREPARED decided here", write.transactionPrepared(300, 0, List.of(2, 3)));
        add("TRANSACTION_PREPARED decided by another", write.transactionPrepared(300, 2, List.of()));
        add("TRANSACTIONS_FORGOTTEN", write.transactionsForgotten(List.of(300L, 5L)));
        add("TRANSACTION_DENIED", write.transactionDenied(new ClientInstanceId(1, -2), 4, 300));

        add("PIECE head", write.pieceHead(7, 300, 129));
        add("PIECES_DROPPED", write.piecesDropped(7, 300));
        add("RELOCATED head of a piece", write.relocatedHead(RelocatedRecord.PIECE, 7, 129, 300, 0));
        add("LET_GO", write.letGo(7, new int[] {4, 9}, new long[] {300, 1}));
        BranchId branch = new BranchId(131_077, new byte[] {(byte) 0xaa, (byte) 0xbb}, new byte[] {1, 2, 3});
        add("BRANCH_PREPARED", write.branchPrepared(300, 1_700_000_000_000L, List.of(2, 3), branch));
        add("BRANCH_DECIDED", write.branchDecided(BranchState.HEURISTICALLY_ROLLED_BACK, 0, branch));
        add("BRANCH_DECIDED in one phase", write.branchDecided(BranchState.COMMITTED, 300, branch));
        add("BRANCH_FORGOTTEN", write.branchForgotten(branch));
        add("MEASURED", write.measured(7, List.of(new RetainedLength(4, 300, 1_000))));
        Send send = new Send(
                1, 7, 300, 5, 0, true, false, 4, 1_700_000_000_005L, 60_000, 0, "g", 2, ByteBuffer.allocate(0));
        add("MESSAGE head", write.messageHead(send, 0, false, false, 1_700_000_000_000L));
        add("MESSAGE head with a duplicate id", write.messageHead(send, 300, true, true, 1_700_000_000_000L));

        assertThat(written).containsExactlyEntriesOf(golden());
    }

    private static Map<String, String> golden() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        try (InputStream in =
                Objects.requireNonNull(RecordGoldenTest.class.getResourceAsStream("records.txt"), "records.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                int colon = line.indexOf(": ");
                lines.put(line.substring(0, colon), line.substring(colon + 2));
            });
        }
        return lines;
    }
}
