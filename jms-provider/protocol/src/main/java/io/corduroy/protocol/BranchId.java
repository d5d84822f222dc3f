package io.corduroy.protocol;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction manager calls one branch of a global transaction: an XID of the X/Open specification of distributed
 * transaction processing, by value. As text it is {@code FORMAT:GLOBAL:BRANCH}, the format in decimal, the others in hexadecimal.
 */
public final class BranchId {
    /** The greatest length of each half, in bytes, by X/Open. */
    public static final int MAX_HALF_BYTES = 64;

    private static final HexFormat HEX = HexFormat.of();

    private final int formatId;
    private final byte[] globalTransaction;
    private final byte[] qualifier;

    /**
     * Copies the bytes.
     *
     * @param formatId whose format the bytes have; any but −1, which X/Open reserves for "none"
     * @param globalTransaction at most 64 bytes
     * @param qualifier at most 64 bytes
     * @throws IllegalArgumentException if one of them is not allowed
     */
    public BranchId(int formatId, byte[] globalTransaction, byte[] qualifier) {
        if (formatId == -1
                || globalTransaction.length > MAX_HALF_BYTES
                || qualifier.length > MAX_HALF_BYTES
                || globalTransaction.length == 0) {
            throw new IllegalArgumentException("format " + formatId + " with " + globalTransaction.length + " and "
                    + qualifier.length + " bytes; a branch has a format but −1, 1 to " + MAX_HALF_BYTES
                    + " bytes for the global transaction, and at most as many for the branch");
        }
        this.formatId = formatId;
        this.globalTransaction = globalTransaction.clone();
        this.qualifier = qualifier.clone();
    }

    /**
     * Reads what {@link #toString} has written.
     *
     * @throws InvalidArgumentException if it is something else
     */
    public static BranchId parse(String text) throws InvalidArgumentException {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 3) {
                return new BranchId(Integer.parseInt(parts[0]), HEX.parseHex(parts[1]), HEX.parseHex(parts[2]));
            }
        } catch (IllegalArgumentException e) {
            throw new InvalidArgumentException(notABranch(text) + ": " + e.getMessage());
        }
        throw new InvalidArgumentException(notABranch(text));
    }

    private static String notABranch(String text) {
        return "\"" + text + "\" is not a branch as \"transaction list\" shows it, FORMAT:GLOBAL:BRANCH";
    }

    /** Whose format the bytes have. */
    public int formatId() {
        return formatId;
    }

    /** A copy of the bytes that all branches of the global transaction have in common. */
    public byte[] globalTransaction() {
        return globalTransaction.clone();
    }

    /** A copy of the bytes that tell the branch from others of its global transaction. */
    public byte[] qualifier() {
        return qualifier.clone();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BranchId that
                && formatId == that.formatId
                && Arrays.equals(globalTransaction, that.globalTransaction)
                && Arrays.equals(qualifier, that.qualifier);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * formatId + Arrays.hashCode(globalTransaction)) + Arrays.hashCode(qualifier);
    }

    @Override
    public String toString() {
        return formatId + ":" + HEX.formatHex(globalTransaction) + ":" + HEX.formatHex(qualifier);
    }
}
