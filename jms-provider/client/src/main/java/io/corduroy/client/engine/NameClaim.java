package io.corduroy.client.engine;

import io.corduroy.protocol.ErrorCode;

/**
 * Makes the name of a durable or shared subscription free on the partitions where its topic does not lie: a consumer of another
 * topic ends the durable one that had its name before, and neither may have it while one is in use (Jakarta Messaging 3.1,
 * 8.3.2 to 8.3.4).
 */
final class NameClaim implements Completion<Nothing> {

    private final Countdown countdown;

    NameClaim(int partitions, Completion<Nothing> whole) {
        countdown = new Countdown(partitions, whole);
    }

    @Override
    public void onDone(Nothing value) {
        countdown.onDone(Nothing.NOTHING);
    }

    @Override
    public void onFailed(Failure failure) {
        if (failure.code() == ErrorCode.SUBSCRIPTION_UNKNOWN) {
            countdown.onDone(Nothing.NOTHING);
        } else if (failure.code() == ErrorCode.IN_USE) {
            countdown.onFailed(Failure.refused(ErrorCode.SUBSCRIPTION_CONFLICT, failure.text()));
        } else {
            countdown.onFailed(failure);
        }
    }
}
