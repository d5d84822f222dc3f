package io.corduroy.broker;

import java.util.ArrayDeque;

/** Work that takes many steps and goes on over turns, so that nobody waits long for it. */
final class Chores {
    /** How many steps of how many chores a turn has. */
    private static final int STEPS_PER_TURN = 4;

    private final ArrayDeque<Chore> ready = new ArrayDeque<>();

    /** One such work. */
    interface Chore {
        /**
         * Does a bounded part of it.
         *
         * @return whether to call it again soon; false when it is done, or will be {@link Chores#add}ed again
         */
        boolean step();
    }

    /** Gives a chore its steps from the next turn on. */
    void add(Chore chore) {
        ready.add(chore);
    }

    /**
     * Goes on with what there is.
     *
     * @return whether there is more to do at once
     */
    boolean run() {
        for (int i = 0; i < STEPS_PER_TURN; i++) {
            Chore next = ready.poll();
            if (next == null) {
                return false;
            }
            if (next.step()) {
                ready.add(next);
            }
        }
        return !ready.isEmpty();
    }
}
