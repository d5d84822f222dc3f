package io.corduroy.client.engine;

import java.util.Optional;

/** Several answers as one: done when all are done, failed with the first failure. */
final class Countdown implements Completion<Nothing> {

    private final Completion<Nothing> whole;
    private final boolean waitsForAll;
    private int open;
    private Optional<Failure> first = Optional.empty();

    /** Fails as soon as one fails. */
    Countdown(int count, Completion<Nothing> whole) {
        this(count, whole, false);
    }

    private Countdown(int count, Completion<Nothing> whole, boolean waitsForAll) {
        this.open = count;
        this.whole = whole;
        this.waitsForAll = waitsForAll;
    }

    /** Fails when all have been answered. */
    static Countdown ofAllAnswers(int count, Completion<Nothing> whole) {
        return new Countdown(count, whole, true);
    }

    @Override
    public void onDone(Nothing value) {
        open--;
        if (open > 0) {
            return;
        }
        if (first.isEmpty()) {
            whole.onDone(Nothing.NOTHING);
        } else if (waitsForAll) {
            whole.onFailed(first.get());
        }
    }

    @Override
    public void onFailed(Failure failure) {
        open--;
        boolean isFirst = first.isEmpty();
        if (isFirst) {
            first = Optional.of(failure);
        }
        if (waitsForAll ? open == 0 : isFirst) {
            whole.onFailed(first.orElse(failure));
        }
    }
}
