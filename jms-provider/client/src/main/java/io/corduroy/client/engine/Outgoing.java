package io.corduroy.client.engine;

import io.corduroy.protocol.frame.ClientFrame.Command;

/** What a producer sends in order and repeats until it is confirmed: a message, or a piece of one. */
sealed interface Outgoing permits PendingSend, PendingPiece {

    /** The sequence of the message that it is, or is a part of. */
    long sequence();

    /** Whether it can be sent as far as its destination is concerned. */
    boolean isReady();

    boolean isDone();

    /** Whether it needs neither be sent nor confirmed any more, because its transaction is over. */
    boolean isMoot();

    void onConfirmed();

    /** Whether the broker keeps it in memory only, so that it is lost with the partition's epoch. */
    boolean isFleeting();

    /** It is lost with the epoch that it was sent, or partly sent, in: it is done, and no commit counts it. */
    void onLost();

    /** The epoch that it was sent in is over, and it is sent again. */
    void onEpochOver();

    void onFailed(Failure failure);

    /** Tells whoever waits how it ended. */
    void complete(ProducerIdentity identity);

    Command frame(long producer);

    /** What it is, for messages. */
    String describe();
}
