package io.corduroy.broker.delivery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who holds how many of the messages that belong together: those of a group, or of a subscription with an exclusive consumer. */
final class Custody {
    private final List<Share> shares = new ArrayList<>(1);
    private boolean inTheWay;

    private static final class Share {
        final Holder holder;
        int count;

        Share(Holder holder) {
            this.holder = holder;
        }
    }

    void add(Holder holder) {
        Share share = of(holder);
        if (share == null) {
            share = new Share(holder);
            shares.add(share);
        }
        share.count++;
    }

    /**
     * One message less.
     *
     * @return whether somebody was refused because of this holder, or another one, and may be served now
     */
    boolean remove(Holder holder) {
        Share share = of(holder);
        if (share == null) {
            throw new IllegalStateException(holder + " holds nothing here");
        }
        if (--share.count > 0) {
            return false;
        }
        shares.remove(share);
        boolean was = inTheWay;
        inTheWay = false;
        return was;
    }

    private @Nullable Share of(Holder holder) {
        for (int i = 0; i < shares.size(); i++) {
            if (shares.get(i).holder.equals(holder)) {
                return shares.get(i);
            }
        }
        return null;
    }

    boolean isEmpty() {
        return shares.isEmpty();
    }

    boolean includes(Holder holder) {
        return of(holder) != null;
    }

    /** Whether a consumer may get what comes next; if not, {@link #remove} says when to ask again. */
    boolean isLeftTo(Consumer consumer) {
        for (int i = 0; i < shares.size(); i++) {
            if (!shares.get(i).holder.isFollowedBy(consumer)) {
                inTheWay = true;
                return false;
            }
        }
        return true;
    }

    /** The holders that are consumers. */
    List<Consumer> consumers() {
        List<Consumer> consumers = new ArrayList<>(shares.size());
        for (Share share : shares) {
            if (share.holder instanceof Consumer consumer) {
                consumers.add(consumer);
            }
        }
        return consumers;
    }
}
