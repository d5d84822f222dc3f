package io.corduroy.client;

import io.corduroy.protocol.BranchId;
import javax.transaction.xa.Xid;
import org.jspecify.annotations.Nullable;

/** A branch as the broker lists it, for transaction managers. */
final class BranchXid implements Xid {

    private final BranchId id;

    BranchXid(BranchId id) {
        this.id = id;
    }

    @Override
    public int getFormatId() {
        return id.formatId();
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return id.globalTransaction();
    }

    @Override
    public byte[] getBranchQualifier() {
        return id.qualifier();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BranchXid that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
