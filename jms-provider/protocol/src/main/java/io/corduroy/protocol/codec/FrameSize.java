package io.corduroy.protocol.codec;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** Estimates what a queued frame weighs, without encoding it: exact where it can be much, a constant elsewhere. */
final class FrameSize {

    private static final int FIXED_BYTES = 64;
    private static final int RANGE_BYTES = 32;
    private static final int CELL_BYTES = 16;
    private static final int BRANCH_BYTES = 2 * BranchId.MAX_HALF_BYTES;

    private FrameSize() {}

    static int of(Frame frame) {
        // The frequent ones first.
        if (frame instanceof ServerFrame.Deliver deliver) {
            return clamp(withPayload(deliver.message())
                    + (long) deliver.origin().destination().length()
                    + deliver.origin().reason().length());
        }
        if (frame instanceof ClientFrame.Send send) {
            return withPayload(send.message());
        }
        if (frame instanceof ClientFrame.Acknowledge acknowledge) {
            return withRanges(acknowledge.ranges());
        }
        if (frame instanceof ClientFrame.SendPiece piece) {
            return withPayload(piece.bytes());
        }
        if (frame instanceof ServerFrame.Piece piece) {
            return withPayload(piece.bytes());
        }
        if (frame instanceof ClientFrame.Release release) {
            return withRanges(release.ranges());
        }
        if (frame instanceof ClientFrame.CloseConsumer close) {
            return withRanges(close.kept());
        }
        if (frame instanceof ClientFrame.OpenConsumer open) {
            return clamp(withRanges(open.held()) + (long) open.selector().length());
        }
        if (frame instanceof ClientFrame.Admin admin) {
            return clamp(FIXED_BYTES + sizeOf(admin.arguments()));
        }
        if (frame instanceof ServerFrame.Branches branches) {
            return clamp(FIXED_BYTES + (long) BRANCH_BYTES * branches.branches().size());
        }
        if (frame instanceof ServerFrame.Rows rows) {
            return clamp(FIXED_BYTES
                    + rows.rows().stream().mapToLong(FrameSize::sizeOf).sum());
        }
        return FIXED_BYTES;
    }

    private static int withPayload(ByteBuffer payload) {
        return clamp((long) FIXED_BYTES + payload.remaining());
    }

    private static int withRanges(List<?> ranges) {
        return clamp(FIXED_BYTES + (long) RANGE_BYTES * ranges.size());
    }

    private static long sizeOf(Map<String, String> cells) {
        long size = 0;
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            size += CELL_BYTES + cell.getKey().length() + cell.getValue().length();
        }
        return size;
    }

    private static int clamp(long size) {
        return (int) Math.min(Integer.MAX_VALUE, size);
    }
}
