package io.corduroy.protocol;

/**
 * A session's number of a transaction. Odd ones are the session's own: beginning another one gives such a transaction up. Even
 * ones are its work in a branch of a global transaction, which waits for its transaction manager while the session goes on.
 */
public final class TransactionNumber {
    private TransactionNumber() {}

    /** Whether the transaction waits for its end when the session begins another one. */
    public static boolean isOfBranch(long number) {
        return (number & 1) == 0;
    }

    /** The next number of its kind, 1 or more. */
    public static long after(long number, boolean ofBranch) {
        long next = number + 1;
        return isOfBranch(next) == ofBranch ? next : next + 1;
    }
}
