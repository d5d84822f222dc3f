package io.corduroy.client.engine;

import io.corduroy.protocol.DestinationName;
import java.util.ArrayList;
import java.util.List;

/** A destination as its partition knows it. */
final class DestinationState {

    enum State {
        CLOSED,
        OPENING,
        OPEN
    }

    final DestinationName name;
    final int partition;
    final boolean create;
    State state = State.CLOSED;
    int id;
    final List<Completion<Integer>> waiting = new ArrayList<>();

    DestinationState(DestinationName name, int partition, boolean create) {
        this.name = name;
        this.partition = partition;
        this.create = create;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    /** Whether it was deleted since it was opened last, and made again. */
    boolean isReplacedBy(int newId) {
        return id != 0 && id != newId;
    }

    void onOpened(int newId) {
        id = newId;
        state = State.OPEN;
        List<Completion<Integer>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(completion -> completion.onDone(partition));
    }

    void onFailed(Failure failure) {
        state = State.CLOSED;
        List<Completion<Integer>> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(completion -> completion.onFailed(failure));
    }
}
