package io.corduroy.broker.delivery;

import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The consumers of one subscription, in order of opening, and whose turn it is. Closed ones stay as long as they hold something. */
public final class Consumers {
    private final List<Consumer> all = new ArrayList<>(1);
    private int turn;

    Consumers() {}

    List<Consumer> all() {
        return all;
    }

    /** Adds one in the place of another one, at the end if there is none. */
    void add(Consumer consumer, @Nullable Consumer before) {
        int place = before == null ? -1 : all.indexOf(before);
        all.add(place < 0 ? all.size() : place, consumer);
    }

    void addIfForgotten(Consumer consumer) {
        if (!all.contains(consumer)) {
            all.add(consumer);
        }
    }

    void forgetIfIdle(Consumer consumer) {
        if (consumer.isClosed() && consumer.heldCount() == 0) {
            all.remove(consumer);
        }
    }

    // Whose turn it is

    Consumer inTurn() {
        if (turn >= all.size()) {
            turn = 0; // some have gone
        }
        return all.get(turn);
    }

    /** Round about, so that looking in vain leaves the turn where it was, whoever comes afterwards. */
    void passTurn() {
        turn = turn + 1 < all.size() ? turn + 1 : 0;
    }

    /** The one that everybody else stands by for: the exclusive consumer that was opened first. */
    @Nullable
    Consumer exclusive() {
        for (int i = 0; i < all.size(); i++) {
            Consumer each = all.get(i);
            if (each.mode() == Mode.EXCLUSIVE && !each.isClosed()) {
                return each;
            }
        }
        return null;
    }

    /** Answers those who wanted to know when there is nothing more for them. */
    void answerDrains(int partition) {
        for (Consumer each : all) {
            if (!each.isDrained() && (each.exhausted || each.credit() <= 0)) {
                each.answerDrains(partition);
            }
        }
    }

    // Looking

    /** Whether one is open. */
    public boolean hasOpen() {
        return hasOpenBut(each -> false);
    }

    /** Whether one other than these is open. */
    public boolean hasOpenBut(Predicate<Consumer> excepted) {
        for (Consumer each : all) {
            if (!each.isClosed() && !excepted.test(each)) {
                return true;
            }
        }
        return false;
    }

    /** How many are open. */
    public int openCount() {
        int open = 0;
        for (Consumer each : all) {
            open += each.isClosed() ? 0 : 1;
        }
        return open;
    }

    /** How many deliveries they hold, open or closed. */
    public long heldCount() {
        long held = 0;
        for (Consumer each : all) {
            held += each.heldCount();
        }
        return held;
    }

    /** Whether one, open or closed, holds something. */
    public boolean hasHolder() {
        for (Consumer each : all) {
            if (each.heldCount() > 0) {
                return true;
            }
        }
        return false;
    }
}
