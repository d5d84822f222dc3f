package io.corduroy.conformance.container;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.Xid;

/**
 * How a transaction manager names a branch. It has no {@code equals}: two are the same branch if what they say is the same, and a
 * resource manager cannot expect more of an Xid.
 */
public final class BranchName implements Xid {

    private static final int FORMAT = 7;
    private static final int RUN = ThreadLocalRandom.current().nextInt();
    private static final AtomicInteger LAST = new AtomicInteger();

    private final int transaction;
    private final int branch;

    private BranchName(int transaction, int branch) {
        this.transaction = transaction;
        this.branch = branch;
    }

    /** A branch of a new transaction. */
    public static BranchName next() {
        return new BranchName(LAST.incrementAndGet(), 1);
    }

    /** Another branch of the same transaction. */
    public BranchName sibling() {
        return new BranchName(transaction, branch + 1);
    }

    @Override
    public int getFormatId() {
        return FORMAT;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .putInt(RUN)
                .putInt(transaction)
                .array();
    }

    @Override
    public byte[] getBranchQualifier() {
        return new byte[] {1, 2, (byte) branch};
    }

    /** The same branch as an object of a class that nobody knows. */
    public Xid asAnother() {
        BranchName name = this;
        return new Xid() {
            @Override
            public int getFormatId() {
                return name.getFormatId();
            }

            @Override
            public byte[] getGlobalTransactionId() {
                return name.getGlobalTransactionId();
            }

            @Override
            public byte[] getBranchQualifier() {
                return name.getBranchQualifier();
            }
        };
    }

    /** What an Xid says, by which two can be compared. */
    public static String said(Xid xid) {
        HexFormat hex = HexFormat.of();
        return xid.getFormatId() + ":" + hex.formatHex(xid.getGlobalTransactionId()) + ":"
                + hex.formatHex(xid.getBranchQualifier());
    }

    @Override
    public String toString() {
        return said(this);
    }
}
