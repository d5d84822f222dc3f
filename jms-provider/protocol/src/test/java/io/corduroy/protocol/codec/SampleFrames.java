package io.corduroy.protocol.codec;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.Heartbeat;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One frame of each kind, with fields that differ from each other and from their neighbours. */
final class SampleFrames {

    private static final ClientInstanceId INSTANCE = new ClientInstanceId(0x0102030405060708L, 0xf1f2f3f4f5f6f7f8L);
    private static final List<LaneRange> RANGES = List.of(new LaneRange(4, 300, 302), new LaneRange(14, 0, 0));
    private static final SubscriptionSpec SUBSCRIPTION =
            new SubscriptionSpec(SubscriptionSpec.Kind.SHARED_DURABLE, "id", "sub", true);
    private static final BranchId BRANCH =
            new BranchId(131_077, new byte[] {(byte) 0xaa, (byte) 0xbb}, new byte[] {1, 2, 3});
    static final MetadataImage IMAGE = new MetadataImage(
            5,
            List.of(
                    new MetadataImage.PartitionInfo(1, 7, "", 3, 0x1122334455667788L),
                    new MetadataImage.PartitionInfo(2, -1, "b:9750", 4, -2)));

    private SampleFrames() {}

    static List<Frame> all() {
        ByteBuffer text = MessageEncoder.encode(new MessageFields().text("hi"));
        ByteBuffer piece = ByteBuffer.wrap(new byte[] {(byte) 0xca, (byte) 0xfe});
        Map<String, String> row = new LinkedHashMap<>();
        row.put("name", "orders");
        row.put("depth", "12");
        return List.of(
                Heartbeat.INSTANCE,
                new ClientFrame.Hello(1, 2, INSTANCE, "id", "user", "secret", 10_000, true, "test 1"),
                new ClientFrame.Bye(),
                new ClientFrame.Attach(1, 200, 300),
                new ClientFrame.Resumed(1, 201),
                new ClientFrame.OpenDestination(
                        1, 202, new DestinationName(DestinationName.Kind.TOPIC, "prices"), true),
                new ClientFrame.OpenProducer(1, 203, 9),
                new ClientFrame.Send(1, 20, 21, 22, 23, true, false, 4, 1_700_000_000_000L, 60_000, 5, "g", 2, text),
                new ClientFrame.SendPiece(1, 20, 21, 3, true, piece),
                new ClientFrame.OpenConsumer(
                        1,
                        204,
                        30,
                        9,
                        22,
                        SUBSCRIPTION,
                        "colour = 'brown'",
                        256,
                        ClientFrame.OpenConsumer.Mode.EXCLUSIVE,
                        RANGES),
                new ClientFrame.Credit(1, 30, 128),
                new ClientFrame.Drain(1, 205, 30),
                new ClientFrame.CloseConsumer(1, 206, 30, RANGES),
                new ClientFrame.CloseSession(1, 207, 9),
                new ClientFrame.Acknowledge(1, 208, 9, 30, 23, RANGES, false),
                new ClientFrame.Acknowledge(1, 208, 9, 30, 0, RANGES, true),
                new ClientFrame.Release(1, 209, 9, 30, true, RANGES),
                new ClientFrame.FetchPiece(1, 210, 30, 4, 300, 3),
                new ClientFrame.Commit(1, 211, 9, 23, 5, 6),
                new ClientFrame.Rollback(1, 212, 9, 23),
                new ClientFrame.Prepare(1, 213, 9, 23, 5, 6, 2, List.of(1, 2, 300)),
                new ClientFrame.PrepareBranch(1, 216, 9, 24, 5, 6, true, BRANCH, List.of(1, 300)),
                new ClientFrame.DecideBranch(1, 217, BRANCH, true),
                new ClientFrame.RecoverBranches(1, 218, 300),
                new ClientFrame.ForgetBranch(1, 219, BRANCH),
                new ClientFrame.Unsubscribe(1, 214, SUBSCRIPTION, true),
                new ClientFrame.Admin(1, 215, "queue.stat", Map.of("name", "orders")),
                new ServerFrame.Welcome(1, 7, IMAGE, 2_097_152, 1L << 40, 1_048_576, 262_144, 15_000, "user", true),
                new ServerFrame.Refused(ErrorCode.AUTHENTICATION_FAILED, "no"),
                new ServerFrame.Image(IMAGE),
                new ServerFrame.Attached(1, 200, 3, true, 300),
                new ServerFrame.Done(1, 201),
                new ServerFrame.Failed(1, 204, ErrorCode.INVALID_SELECTOR, "at 3"),
                new ServerFrame.DestinationOpened(1, 202, 22),
                new ServerFrame.ProducerOpened(1, 203, 20, 19),
                new ServerFrame.SendConfirmed(1, 20, 21, 24),
                new ServerFrame.SendRejected(1, 20, 25, ErrorCode.RESOURCE_EXHAUSTED, "full"),
                new ServerFrame.PieceConfirmed(1, 20, 21, 3),
                new ServerFrame.Deliver(
                        1,
                        30,
                        4,
                        300,
                        2,
                        20,
                        21,
                        1_700_000_000_000L,
                        1_700_000_060_000L,
                        1_700_000_000_005L,
                        0,
                        0,
                        new Origin("queue://a", "EXPIRED"),
                        text),
                new ServerFrame.Drained(1, 205, 30),
                new ServerFrame.Piece(1, 210, piece),
                new ServerFrame.ConsumerClosed(1, 30, ErrorCode.DESTINATION_UNKNOWN, "deleted"),
                new ServerFrame.Recall(1, 30),
                new ServerFrame.BranchDecided(1, 217, BranchState.ROLLED_BACK),
                new ServerFrame.Branches(
                        1,
                        218,
                        301,
                        List.of(
                                new ServerFrame.BranchEntry(BRANCH, BranchState.PREPARED),
                                new ServerFrame.BranchEntry(
                                        new BranchId(-7, new byte[] {1}, new byte[0]),
                                        BranchState.HEURISTICALLY_COMMITTED))),
                new ServerFrame.Rows(1, 215, List.of(row, Map.of("depth", ""))));
    }
}
