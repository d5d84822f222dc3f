package io.corduroy.transport;

/** Something scheduled that can still be called off. */
@FunctionalInterface
public interface Cancellable {

    /**
     * Calls it off; harmless when it ran or was cancelled before. On the loop's own thread the answer is final; from another
     * thread the task may be about to run.
     *
     * @return whether this call prevented it from running
     */
    boolean cancel();
}
