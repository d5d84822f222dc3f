package io.corduroy.client.engine;

import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A command that is answered, with the way to build its frame anew for each link and what to do with the answer.
 *
 * <p>Commands that only matter while the broker knows us are <em>moot</em> after it has forgotten us: what they ask for has
 * happened by that, so that a refusal counts as done.
 */
final class Request {

    /** What becomes of a request when the link breaks before it is answered. */
    enum Repetition {
        /** Repeated on the next link. */
        REPEATED,
        /** Repeated; moot when the broker has forgotten us. */
        REPEATED_UNLESS_FORGOTTEN,
        /** Work of a transaction, up to its preparation: repeated; fails when the broker has forgotten us, and it with us. */
        OF_TRANSACTION,
        /** Decides about a transaction: repeated; fails when the broker has forgotten us, uncertain if it was sent before. */
        DECISION,
        /** Belongs to one link: the resumption on the next one asks again if need be. */
        PER_LINK,
        /** Fails: doing it twice might do harm. */
        NEVER
    }

    private final int partition;
    private final Repetition repetition;
    private final LongFunction<Command> frame;
    private final Consumer<ServerFrame> answered;
    private final Consumer<Failure> failed;
    private boolean sentBefore;
    private boolean moot;

    Request(
            int partition,
            Repetition repetition,
            LongFunction<Command> frame,
            Consumer<ServerFrame> answered,
            Consumer<Failure> failed) {
        this.partition = partition;
        this.repetition = repetition;
        this.frame = frame;
        this.answered = answered;
        this.failed = failed;
    }

    int partition() {
        return partition;
    }

    Repetition repetition() {
        return repetition;
    }

    /** Whether a broker may have seen it. */
    boolean wasSent() {
        return sentBefore;
    }

    /** The broker has forgotten us. */
    void onForgotten() {
        moot = repetition == Repetition.REPEATED_UNLESS_FORGOTTEN;
    }

    boolean isMoot() {
        return moot;
    }

    Command frame(long requestId) {
        sentBefore = true;
        return frame.apply(requestId);
    }

    void onAnswer(ServerFrame answer) {
        answered.accept(answer);
    }

    void onFailed(Failure failure) {
        failed.accept(failure);
    }
}
