package io.corduroy.client.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * This client at one partition.
 *
 * <p>DETACHED → ATTACHING → RESTORING → LIVE, and back to DETACHED with the link. Requests are sent at once while LIVE and
 * wait in order otherwise; what resumption itself asks is sent while RESTORING.
 */
final class Attachment {

    enum State {
        DETACHED,
        ATTACHING,
        RESTORING,
        LIVE
    }

    final int partition;
    private State state = State.DETACHED;
    private boolean everLive;
    private boolean known;
    private long client;
    private long epoch;
    private int openAnswers;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();

    Attachment(int partition) {
        this.partition = partition;
    }

    State state() {
        return state;
    }

    boolean isRestoring() {
        return state == State.RESTORING;
    }

    boolean isLive() {
        return state == State.LIVE;
    }

    /** What the broker remembers this client by, as it has said; 0 if it never did. */
    long client() {
        return client;
    }

    boolean wasEverLive() {
        return everLive;
    }

    /**
     * Whether the broker waits to hear that this client has resumed: also if the link before was lost before anything could
     * be done on it.
     */
    boolean isAwaited() {
        return everLive || known;
    }

    /**
     * The partition has told its epoch.
     *
     * @return whether it is another one than at the last attachment
     */
    boolean onEpoch(long told) {
        boolean changed = epoch != 0 && told != epoch;
        epoch = told;
        return changed;
    }

    void onAttaching() {
        state = State.ATTACHING;
    }

    /**
     * The partition has answered.
     *
     * @param newKnown whether the broker has kept what this client had on a link before
     * @param newClient what the broker remembers it by
     */
    void onRestoring(boolean newKnown, long newClient) {
        state = State.RESTORING;
        known = newKnown;
        client = newClient;
        openAnswers = 0;
    }

    void onLive() {
        state = State.LIVE;
        everLive = true;
    }

    /** The link is gone: what was under way on it waits again, before what waited already. */
    void onDetached(List<Request> underWay) {
        state = State.DETACHED;
        openAnswers = 0;
        for (int i = underWay.size() - 1; i >= 0; i--) {
            waiting.addFirst(underWay.get(i));
        }
    }

    void await(Request request) {
        waiting.add(request);
    }

    List<Request> takeWaiting() {
        List<Request> all = List.copyOf(waiting);
        waiting.clear();
        return all;
    }

    /** Takes out the waiting requests that a condition holds for. */
    List<Request> takeWaiting(Predicate<Request> condition) {
        List<Request> taken = new ArrayList<>();
        waiting.removeIf(request -> condition.test(request) && taken.add(request));
        return taken;
    }

    void onForgotten() {
        waiting.forEach(Request::onForgotten);
    }

    /** One more answer is needed before what is open can be opened again. */
    void onRestoreAsked() {
        openAnswers++;
    }

    /** Returns whether it was the last one. */
    boolean onRestoreAnswered() {
        openAnswers--;
        return openAnswers == 0;
    }

    boolean hasOpenAnswers() {
        return openAnswers > 0;
    }
}
