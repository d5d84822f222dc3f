package io.corduroy.client.engine;

import java.util.function.Consumer;

/**
 * Who wants to know how a request ended. Exactly one of the methods is called, once, within a call into the engine.
 *
 * @param <T> what the request yields
 */
public interface Completion<T> {

    /** The request is done, and durable where that was asked for. */
    void onDone(T value);

    /** The request is refused, or it will never be known how it ended: see {@link Failure#kind()}. */
    void onFailed(Failure failure);

    /** Whether anybody wants to know. */
    default boolean isAwaited() {
        return true;
    }

    /** For requests whose end interests nobody. */
    static <T> Completion<T> ignored() {
        return new Completion<>() {
            @Override
            public void onDone(T value) {
                // as it was meant to
            }

            @Override
            public void onFailed(Failure failure) {
                // who wants to know passes something else
            }

            @Override
            public boolean isAwaited() {
                return false;
            }
        };
    }

    /** From two functions. */
    static <T> Completion<T> of(Consumer<? super T> done, Consumer<Failure> failed) {
        return new Completion<>() {
            @Override
            public void onDone(T value) {
                done.accept(value);
            }

            @Override
            public void onFailed(Failure failure) {
                failed.accept(failure);
            }
        };
    }
}
