package io.corduroy.client;

/**
 * How JMSXProducerTXID and JMSXConsumerTXID name a session's transactions: no two local ones of any session have the same name, and
 * work in a branch of a global one has the branch's.
 */
final class TransactionName {
    private final String session;
    private volatile long number = 1;
    private volatile String branch = "";

    /**
     * Of the first transaction.
     *
     * @param session unique; empty if there are no transactions
     */
    TransactionName(String session) {
        this.session = session;
    }

    /** The name of the transaction that is open, empty if there are none. */
    String current() {
        String inside = branch;
        if (!inside.isEmpty()) {
            return inside;
        }
        return session.isEmpty() ? "" : session + "-" + number;
    }

    /** The session enters a branch of a global transaction, or, if empty, leaves it. */
    void setBranch(String name) {
        branch = name;
    }

    /** The next one begins; called by the session's thread only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // commits and rollbacks of a session come one after the other (6.2.5)
    void onEnded() {
        number++;
    }
}
