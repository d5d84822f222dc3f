package io.corduroy.broker;

import io.corduroy.broker.state.TransactionName;

/**
 * What one partition says to another about a transaction that both have a part in. Any of them may be lost, repeated or
 * overtaken: who needs an answer asks again, and hearing something twice changes nothing.
 */
public sealed interface PartitionMessage {

    /** Who says it. */
    int from();

    /** What it is about. */
    TransactionName transaction();

    /** Calls the method of this kind. */
    void dispatch(Handler handler);

    /** One method per kind. */
    interface Handler {
        void onAskOutcome(AskOutcome message);

        void onTellOutcome(TellOutcome message);

        void onConfirmOutcome(ConfirmOutcome message);
    }

    /**
     * To the decider, from a partition whose part is prepared and whose client may not come back: answered by
     * {@link TellOutcome}. What is not decided by then is rolled back before the answer.
     */
    record AskOutcome(int from, TransactionName transaction) implements PartitionMessage {
        @Override
        public void dispatch(Handler handler) {
            handler.onAskOutcome(this);
        }
    }

    /** From the decider: the decision, which is durable. A commit is told until it is confirmed. */
    record TellOutcome(int from, TransactionName transaction, boolean committed) implements PartitionMessage {
        @Override
        public void dispatch(Handler handler) {
            handler.onTellOutcome(this);
        }
    }

    /** To the decider: the commit is durable here too, and will not be asked about again. */
    record ConfirmOutcome(int from, TransactionName transaction) implements PartitionMessage {
        @Override
        public void dispatch(Handler handler) {
            handler.onConfirmOutcome(this);
        }
    }
}
