package io.corduroy.broker.record;

/** First byte of a record; a number is never given a second meaning. The package comment draws what follows it. */
public final class RecordType {
    public static final int MESSAGE = 1;
    public static final int PIECE = 2;
    public static final int PARTITION_CREATED = 3;
    public static final int EPOCH_STARTED = 4;
    public static final int CLIENT_ATTACHED = 5;
    public static final int CLIENT_DETACHED = 6;
    public static final int PRODUCER_OPENED = 7;
    public static final int SESSION_CLOSED = 8;
    public static final int DESTINATION_CREATED = 9;
    public static final int DESTINATION_ALTERED = 10;
    public static final int DESTINATION_DELETED = 11;
    public static final int SUBSCRIPTION_CREATED = 12;
    public static final int SUBSCRIPTION_DELETED = 13;
    public static final int DISPATCH_MARK = 14;
    public static final int ACKNOWLEDGED = 15;
    public static final int RELEASED = 16;
    public static final int DUE = 17;
    public static final int MOVED = 18;
    public static final int REMOVED = 19;
    public static final int TRANSACTION_BEGUN = 20;
    public static final int TRANSACTION_PREPARED = 21;
    public static final int TRANSACTION_COMMITTED = 22;
    public static final int TRANSACTION_ABORTED = 23;
    public static final int RELOCATED = 24;
    public static final int TRANSACTIONS_FORGOTTEN = 25;
    public static final int TRANSACTION_DENIED = 26;
    public static final int PIECES_DROPPED = 27;
    public static final int LET_GO = 28;
    public static final int MEASURED = 29;
    public static final int BRANCH_PREPARED = 30;
    public static final int BRANCH_DECIDED = 31;
    public static final int BRANCH_FORGOTTEN = 32;

    private RecordType() {}
}
