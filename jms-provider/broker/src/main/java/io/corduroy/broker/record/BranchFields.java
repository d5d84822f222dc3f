package io.corduroy.broker.record;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import java.nio.ByteBuffer;

/** Branches of global transactions as records and checkpoints have them. */
@SuppressWarnings("EnumOrdinal") // ordinals are part of the format; a golden file holds them in place
public final class BranchFields {
    /** The longest, in bytes. */
    public static final int MAX_BYTES = 3 * Varints.MAX_BYTES + 2 * BranchId.MAX_HALF_BYTES;

    private static final BranchState[] STATES = BranchState.values();

    private BranchFields() {}

    /** Writes one. */
    public static void put(ByteBuffer out, BranchId branch) {
        Varints.putZigzag(out, branch.formatId());
        put(out, branch.globalTransaction());
        put(out, branch.qualifier());
    }

    private static void put(ByteBuffer out, byte[] half) {
        Varints.put(out, half.length);
        out.put(half);
    }

    /** Reads one. */
    public static BranchId get(ByteBuffer in) {
        int formatId = (int) Varints.getZigzag(in);
        byte[] globalTransaction = half(in);
        byte[] qualifier = half(in);
        try {
            return new BranchId(formatId, globalTransaction, qualifier);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecordException("a branch: " + e.getMessage());
        }
    }

    private static byte[] half(ByteBuffer in) {
        int length = Varints.getInt(in);
        if (length > Math.min(in.remaining(), BranchId.MAX_HALF_BYTES)) {
            throw new MalformedRecordException("half a branch of " + length + " bytes in " + in.remaining());
        }
        byte[] half = new byte[length];
        in.get(half);
        return half;
    }

    /** Writes what became of one. */
    public static void put(ByteBuffer out, BranchState state) {
        Varints.put(out, state.ordinal());
    }

    /** Reads what became of one. */
    public static BranchState state(ByteBuffer in) {
        int ordinal = Varints.getInt(in);
        if (ordinal < BranchState.COMMITTED.ordinal() || ordinal >= STATES.length) {
            throw new MalformedRecordException("a branch is decided as " + ordinal + ", which is no decision");
        }
        return STATES[ordinal];
    }
}
