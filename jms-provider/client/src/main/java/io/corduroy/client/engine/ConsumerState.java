package io.corduroy.client.engine;

import io.corduroy.protocol.LaneRange;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A consumer: its credit, what its session holds of it, and the acknowledgments that wait for the end of the turn.
 *
 * <p>Credit: {@code granted} deliveries are still to come, {@code buffered} have come and were not yet taken by the
 * application; together they are kept at the window. The window begins small and grows to the prefetch, as long as the average
 * message leaves room for it in the prefetch bytes, while the application empties it faster than it is filled. What the application has taken and not acknowledged does not count, but
 * for acknowledgments under way: beyond a few windows of them credit waits, so that a broker which delivers faster than it
 * confirms does not run ahead without bound. After a recall, for others were idle, it rests until the application wants
 * messages again, and begins with a small window.
 */
final class ConsumerState {

    enum State {
        OPENING,
        OPEN,
        CLOSING,
        /** Closed, but its session still has to acknowledge or release something that it delivered. */
        CLOSED
    }

    private static final int FIRST_WINDOW = 32;
    private static final int UNCONFIRMED_WINDOWS = 8;

    final ConsumerSpec spec;
    final DestinationState destination;
    State state = State.OPENING;

    /** Held of a destination of the same name that was deleted since. */
    private final LaneRangeSet ofFormer = new LaneRangeSet();

    /** Delivered, not given back, and its acknowledgment not confirmed; for a browser: everything it was given. */
    final LaneRangeSet held = new LaneRangeSet();

    /** Given back, and that is not confirmed. */
    private final List<LaneRangeSet> releases = new ArrayList<>();

    /** Acknowledgments that wait for the end of the turn, by the session that they are made through. */
    private final NavigableMap<Integer, PendingAcknowledgment> pending = new TreeMap<>();

    private long granted;
    private long buffered;
    private long averageBytes = 1;
    private int window;
    /** All that was granted has come since the window was last found too small. */
    private boolean usedUp;

    private long unconfirmedCount;
    private boolean pulling;
    private boolean resting;
    private boolean forgotten;

    ConsumerState(ConsumerSpec spec, DestinationState destination) {
        this.spec = spec;
        this.destination = destination;
        this.window = Math.min(spec.prefetch(), FIRST_WINDOW);
    }

    int id() {
        return spec.consumerId();
    }

    int partition() {
        return destination.partition;
    }

    boolean isBrowser() {
        return spec.mode().isBrowser();
    }

    /** Whether what comes from a lane is in the broker's memory only. */
    boolean isFleeting(int lane) {
        return lane >= LaneRange.FIRST_VOLATILE || !spec.subscription().kind().isDurable();
    }

    /** What was in the broker's memory only is not held any more: there is nothing to acknowledge. */
    void onEpochChanged() {
        if (!isBrowser()) {
            forgetFleeting(held);
            releases.forEach(this::forgetFleeting);
        }
    }

    private void forgetFleeting(LaneRangeSet ranges) {
        for (LaneRange range : ranges.toList()) {
            if (isFleeting(range.lane())) {
                ranges.remove(range);
            }
        }
    }

    boolean takesDeliveries() {
        return state == State.OPENING || state == State.OPEN;
    }

    /** What to grant in the frame that opens it; forgets what was granted on an earlier link. */
    int creditToOpenWith(boolean flowing) {
        granted = 0;
        resting = false;
        return takesDeliveries() ? (int) creditDue(flowing, true) : 0;
    }

    /**
     * Credit to grant now, 0 if it is not worth a frame yet.
     *
     * @param atOnce whether even one is worth a frame
     */
    long creditDue(boolean flowing, boolean atOnce) {
        if (resting
                || (!flowing && !isBrowser())
                || unconfirmedCount > (long) UNCONFIRMED_WINDOWS * Math.max(window, 1)) {
            return 0;
        }
        long wanted = spec.prefetch() == 0 ? (pulling ? 1 : 0) : window;
        long due = wanted - granted - buffered;
        if (due <= 0 || (!atOnce && due < Math.max(1, wanted / 2))) {
            return 0;
        }
        granted += due;
        return due;
    }

    /** More than the window, so that what is released can come back although the window is full. */
    void onExtraCredit(long count) {
        granted += count;
    }

    void onDelivered(Delivery delivery) {
        held.add(delivery.lane(), delivery.sequence());
        granted = Math.max(0, granted - 1);
        usedUp |= granted == 0;
        buffered++;
        pulling = false;
        averageBytes += (delivery.sizeBytes() - averageBytes) / 8 + 1;
        fitWindow(window);
    }

    private void fitWindow(long wanted) {
        long fitting = Math.max(1, spec.prefetchBytes() / Math.max(1, averageBytes));
        window = (int) Math.min(Math.min(spec.prefetch(), wanted), fitting);
    }

    /** A browser got again what it has shown: it used credit, and takes no room. */
    void onShownBefore() {
        granted = Math.max(0, granted - 1);
    }

    void onTaken(long count) {
        buffered = Math.max(0, buffered - count);
        if (buffered == 0 && usedUp) {
            usedUp = false;
            fitWindow(2L * window);
        }
    }

    /** What waits goes back, and the credit is used up. */
    void onRecalled() {
        granted = 0;
        buffered = 0;
        window = Math.min(window, 1);
        resting = true;
    }

    /** The application takes messages. */
    void onWanted() {
        resting = false;
    }

    void onPull() {
        pulling = true;
    }

    void onPullEnded() {
        pulling = false;
    }

    /** Whether somebody waits for what arrives: without prefetch, only while pulled. */
    boolean wants() {
        return spec.prefetch() > 0 || pulling || isBrowser();
    }

    boolean hasPendingAcknowledgments(int sessionId) {
        return pending.containsKey(sessionId);
    }

    void addAcknowledgment(int sessionId, boolean transacted, List<LaneRange> ranges, Completion<Nothing> completion) {
        pending.computeIfAbsent(sessionId, id -> new PendingAcknowledgment())
                .add(transacted, withoutFormer(ranges), completion);
    }

    /** What is to be sent of the acknowledgments made through a session. */
    PendingAcknowledgment takePendingAcknowledgments(int sessionId) {
        PendingAcknowledgment taken = pending.remove(sessionId);
        if (taken == null) {
            return new PendingAcknowledgment();
        }
        LaneRangeSet lost = new LaneRangeSet();
        lost.addAll(taken.ranges.toList());
        lost.removeAll(held.toList());
        for (LaneRange range : lost.toList()) {
            if (isFleeting(range.lane())) {
                taken.ranges.remove(range); // gone with the epoch that it came from
            }
        }
        return taken;
    }

    /** Nothing is sent any more: who waits for it. */
    List<Completion<Nothing>> dropPendingAcknowledgments() {
        List<Completion<Nothing>> completions = new ArrayList<>();
        pending.values().forEach(each -> completions.addAll(each.completions));
        pending.clear();
        return completions;
    }

    void onAcknowledgmentSent(long count) {
        unconfirmedCount += count;
    }

    /** Whether credit will wait soon for acknowledgments to be confirmed. */
    boolean needsConfirmations() {
        return unconfirmedCount > (long) UNCONFIRMED_WINDOWS / 2 * Math.max(window, 1);
    }

    void onAcknowledgmentAnswered(long count) {
        unconfirmedCount -= count;
    }

    void onAcknowledgmentDone(List<LaneRange> ranges) {
        held.removeAll(ranges);
    }

    /**
     * Gives deliveries back.
     *
     * @return what the broker has to be told, now or after a reconnection: what has come again meanwhile, here or at
     *     another consumer of the subscription, is no part of it any more, since the broker must have heard of it
     */
    LaneRangeSet beginRelease(List<LaneRange> ranges) {
        List<LaneRange> present = withoutFormer(ranges);
        held.removeAll(present);
        LaneRangeSet release = new LaneRangeSet();
        release.addAll(present);
        releases.add(release);
        return release;
    }

    boolean isReleasing() {
        return !releases.isEmpty();
    }

    /** A delivery of the subscription has come: that it was given back before is settled. */
    void onCameAgain(ConsumerState where, LaneRange one) {
        if (where.destination == destination && where.spec.subscription().equals(spec.subscription())) {
            releases.forEach(release -> release.remove(one));
        }
    }

    void endRelease(LaneRangeSet release) {
        releases.removeIf(each -> each == release);
    }

    /**
     * The destination was deleted and made again: its messages are others, with the same numbers. What is held of the former
     * ones is claimed, acknowledged and given back no more.
     */
    void onDestinationReplaced() {
        ofFormer.addAll(held.toList());
        held.removeAll(held.toList());
        releases.forEach(release -> release.removeAll(release.toList()));
        pending.values().forEach(each -> each.ranges.clear());
    }

    /** Each is acknowledged or given back once, and the former one of a number came first. */
    private List<LaneRange> withoutFormer(List<LaneRange> ranges) {
        if (ofFormer.isEmpty()) {
            return ranges;
        }
        LaneRangeSet present = new LaneRangeSet();
        for (LaneRange range : ranges) {
            for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                LaneRange one = new LaneRange(range.lane(), s, s);
                if (ofFormer.contains(range.lane(), s)) {
                    ofFormer.remove(one);
                } else {
                    present.add(range.lane(), s);
                }
            }
        }
        return present.toList();
    }

    /** What this side has, or has not given back for certain. */
    List<LaneRange> claims() {
        LaneRangeSet all = new LaneRangeSet();
        all.addAll(held.toList());
        releases.forEach(release -> all.addAll(release.toList()));
        return all.toList();
    }

    /** What stays here when it is closed and what nobody has seen goes back. */
    List<LaneRange> keptBut(List<LaneRange> unseen) {
        LaneRangeSet kept = new LaneRangeSet();
        kept.addAll(isBrowser() ? List.of() : claims());
        kept.removeAll(unseen);
        return kept.toList();
    }

    boolean hasClaims() {
        return !held.isEmpty() || !releases.isEmpty();
    }

    /** Whether the broker has ever given up what this consumer held. */
    boolean wasForgotten() {
        return forgotten;
    }

    void onReleased(List<LaneRange> ranges) {
        held.removeAll(ranges);
    }

    /** The broker has given away what was not seen. */
    void onRevoked(List<LaneRange> dropped) {
        forgotten = true;
        held.removeAll(dropped);
        buffered = 0;
    }
}
