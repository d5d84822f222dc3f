package io.corduroy.broker;

/** A body that a producer has begun to send in pieces, as far as it was appended in this epoch. */
final class OpenBody {
    final long sequence;
    final boolean persistent;
    int pieces;
    long bytes;
    /** Only the last piece may be short. */
    int lastPieceBytes = Integer.MAX_VALUE;

    OpenBody(long sequence, boolean persistent) {
        this.sequence = sequence;
        this.persistent = persistent;
    }
}
