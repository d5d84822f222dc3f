package io.corduroy.client.engine;

/** Several answers as one: done when all are done, failed with the first that fails. */
final class Countdown implements Completion<Nothing> {

    private final Completion<Nothing> whole;
    private int open;
    private boolean failed;

    Countdown(int count, Completion<Nothing> whole) {
        this.open = count;
        this.whole = whole;
    }

    @Override
    public void onDone(Nothing value) {
        open--;
        if (open == 0 && !failed) {
            whole.onDone(Nothing.NOTHING);
        }
    }

    @Override
    public void onFailed(Failure failure) {
        open--;
        if (!failed) {
            failed = true;
            whole.onFailed(failure);
        }
    }
}
