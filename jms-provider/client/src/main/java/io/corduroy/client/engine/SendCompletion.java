package io.corduroy.client.engine;

/** Who wants to know how a send ended; completions of one session and partition come in the order of its sends. */
public interface SendCompletion {

    /**
     * The message is as durable as asked for.
     *
     * @param identity the producer it was sent by in the end; with the send's sequence it makes the JMSMessageID
     */
    void onConfirmed(ProducerIdentity identity);

    /** The message does not exist, or, with OUTCOME_UNKNOWN or CONNECTION_LOST, may exist. */
    void onFailed(Failure failure);
}
