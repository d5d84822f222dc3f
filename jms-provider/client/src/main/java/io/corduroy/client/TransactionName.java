package io.corduroy.client;

/** How JMSXProducerTXID and JMSXConsumerTXID name a session's local transactions: no two of any session have the same name. */
final class TransactionName {
    private final String session;
    private volatile long number = 1;

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
        return session.isEmpty() ? "" : session + "-" + number;
    }

    /** The next one begins; called by the session's thread only. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // commits and rollbacks of a session come one after the other (6.2.5)
    void onEnded() {
        number++;
    }
}
