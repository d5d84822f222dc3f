package io.corduroy.broker.state;

/** Counts what is still needed of a log, by the position of the batch. */
public interface Liveness {
    /** One more record is needed. */
    void addLive(long batchPosition);

    /** One record is not needed any more. */
    void removeLive(long batchPosition);
}
