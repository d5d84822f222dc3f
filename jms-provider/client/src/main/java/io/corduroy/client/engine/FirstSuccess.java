package io.corduroy.client.engine;

import io.corduroy.protocol.ErrorCode;
import java.util.Optional;

/** Several answers of which one has to be good: what lies on one partition, asked of all. */
final class FirstSuccess implements Completion<Nothing> {

    private final Completion<Nothing> whole;
    private int open;
    private boolean succeeded;
    private Optional<Failure> worst = Optional.empty();

    FirstSuccess(int count, Completion<Nothing> whole) {
        this.open = count;
        this.whole = whole;
    }

    @Override
    public void onDone(Nothing value) {
        succeeded = true;
        answered();
    }

    @Override
    public void onFailed(Failure failure) {
        boolean saysMore = failure.code() != ErrorCode.SUBSCRIPTION_UNKNOWN;
        if (worst.isEmpty() || saysMore) {
            worst = Optional.of(failure);
        }
        answered();
    }

    private void answered() {
        open--;
        if (open > 0) {
            return;
        }
        if (succeeded) {
            whole.onDone(Nothing.NOTHING);
        } else {
            worst.ifPresent(whole::onFailed);
        }
    }
}
