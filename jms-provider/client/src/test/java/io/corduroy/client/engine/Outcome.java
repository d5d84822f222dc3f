package io.corduroy.client.engine;

import java.util.Optional;

/** Remembers how a request ended, and that it ended once. */
final class Outcome<T> implements Completion<T>, SendCompletion {

    private Optional<T> value = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private boolean confirmed;

    @Override
    public void onDone(T result) {
        requireOpen();
        confirmed = true;
        value = Optional.of(result);
    }

    @Override
    public void onConfirmed(ProducerIdentity identity) {
        requireOpen();
        confirmed = true;
    }

    @Override
    public void onFailed(Failure why) {
        requireOpen();
        failure = Optional.of(why);
    }

    private void requireOpen() {
        if (isOver()) {
            throw new AssertionError("completed twice");
        }
    }

    boolean isOver() {
        return confirmed || failure.isPresent();
    }

    boolean isDone() {
        return confirmed;
    }

    T value() {
        return value.orElseThrow();
    }

    Failure failure() {
        return failure.orElseThrow();
    }
}
