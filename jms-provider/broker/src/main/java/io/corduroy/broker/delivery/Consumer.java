package io.corduroy.broker.delivery;

import io.corduroy.broker.state.Destination;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.selector.Selector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer of a subscription: its credit, and the deliveries that it holds. After it was closed it may go on holding
 * what its session has seen and not acknowledged.
 */
public final class Consumer implements Holder {
    private final ConsumerLink link;
    private final int id;
    private final SessionName session;
    private final Mode mode;
    private final @Nullable Selector selector;
    private long[] scannedTo = {};
    /** By lane, the first that would be for it, and could not be given to it when it was looked at. */
    private long[] skippedFrom = {};
    /** By lane, the sequence after the last one that was handed out to it. */
    private long[] handedOutTo = {};

    private final List<Long> drains = new ArrayList<>(0);
    private @Nullable SubscriptionDelivery delivery;
    private @Nullable Browser browser;
    private int heldCount;
    private int credit;
    private boolean closed;
    private boolean recalled;
    private boolean recalledForIdle;
    boolean exhausted;
    /** When it last began to hold something, let go of something, or was asked to. */
    long progressMs;
    /** How long it may hold without progress before it is asked to give back what nobody has seen. */
    long patienceMs = Recalls.FIRST_PATIENCE_MS;

    /** Where a consumer's deliveries go. */
    public interface ConsumerLink {
        /** Whether a delivery can be handed over now. */
        boolean isWritable();

        /** Hands frames over. */
        void send(ServerFrame frame);
    }

    /**
     * A consumer that is being opened.
     *
     * @param selector its own selector, of consumers of queues only
     */
    public Consumer(
            ConsumerLink link, int id, SessionName session, Mode mode, @Nullable Selector selector, int credit) {
        this.link = link;
        this.id = id;
        this.session = session;
        this.mode = mode;
        this.selector = selector;
        this.credit = credit;
    }

    public int id() {
        return id;
    }

    /** The number of its session. */
    public int session() {
        return session.number();
    }

    /** Its session. */
    public SessionName sessionName() {
        return session;
    }

    /** What a closed consumer holds its session has seen. */
    @Override
    public boolean isFollowedBy(Consumer consumer) {
        return consumer == this || (closed && session.isFollowedBy(consumer));
    }

    public Mode mode() {
        return mode;
    }

    public ConsumerLink link() {
        return link;
    }

    @Nullable
    Selector selector() {
        return selector;
    }

    /** Whose messages it consumes or shows, null while its subscription is being created. */
    @Nullable
    Destination destination() {
        if (browser != null) {
            return browser.destination();
        }
        return delivery == null ? null : delivery.subscription().destination();
    }

    /** Null while its subscription is being created. */
    public @Nullable SubscriptionDelivery delivery() {
        return delivery;
    }

    void browse(Browser newBrowser) {
        browser = newBrowser;
        signal();
    }

    /** Who shows it a queue, null if it does not browse. */
    public @Nullable Browser browser() {
        return browser;
    }

    void open(SubscriptionDelivery newDelivery) {
        delivery = newDelivery;
    }

    public boolean isClosed() {
        return closed;
    }

    /** It is given nothing more. */
    void markClosed(int partition) {
        closed = true;
        credit = 0;
        answerDrains(partition);
    }

    int credit() {
        return credit;
    }

    /** Takes more deliveries; never more than an int holds, whatever the client says. */
    public void addCredit(int add) {
        credit = (int) Math.min(Integer.MAX_VALUE, (long) credit + Math.max(0, add));
        signal();
    }

    void useCredit() {
        credit--;
    }

    /** Answers when everything that can be delivered has been. */
    public void drain(long requestId) {
        drains.add(requestId);
        signal();
    }

    boolean isDrained() {
        return drains.isEmpty();
    }

    /** Tells who wanted to know it that everything has been delivered. */
    void answerDrains(int partition) {
        for (long requestId : drains) {
            link.send(new ServerFrame.Drained(partition, requestId, id));
        }
        drains.clear();
    }

    /** There may be something to do for it. */
    public void signal() {
        if (delivery != null) {
            delivery.signal();
        }
        if (browser != null) {
            browser.signal();
        }
    }

    boolean canTake() {
        return credit > 0 && !closed && !recalled && link.isWritable();
    }

    /** Whether it was asked to give back what nobody has seen, and has not answered. */
    public boolean isRecalled() {
        return recalled;
    }

    /** Asks it to give back what nobody has seen; until it has answered it takes nothing. */
    void recall(int partition, long nowMs, boolean forIdle) {
        recalled = true;
        recalledForIdle = forIdle;
        progressMs = nowMs; // patience begins anew, whatever the answer
        credit = 0;
        link.send(new ServerFrame.Recall(partition, id));
    }

    /** What it has would be of no use to others now: it is not looked at again so soon. */
    void excuse(long nowMs) {
        progressMs = nowMs;
        patienceMs = Math.min(2 * patienceMs, Recalls.MAX_PATIENCE_MS);
    }

    /** It has given back what nobody has seen; until it makes progress it will be asked less and less often. */
    public void onUnseenReturned() {
        if (recalled) {
            patienceMs = Math.min(2 * patienceMs, Recalls.MAX_PATIENCE_MS);
        }
        recalled = false;
        recalledForIdle = false;
        signal();
    }

    /** Whether what it gives back was asked for by somebody idle. */
    boolean isRecalledForIdle() {
        return recalledForIdle;
    }

    /** Whether it holds a delivery. */
    public boolean holds(int lane, long sequence) {
        return delivery != null && delivery.holder(lane, sequence) == this;
    }

    /**
     * Makes it let go of a delivery.
     *
     * @param to who answers for it until it is settled
     * @return whether it held it
     */
    public boolean letGo(int lane, long sequence, Holder to) {
        return delivery != null && delivery.letGo(this, lane, sequence, to);
    }

    void onHeld(int change) {
        heldCount += change;
    }

    /** How many deliveries it holds. */
    public int heldCount() {
        return heldCount;
    }

    /** What it holds, in order. */
    public List<LaneRange> heldRanges() {
        return delivery == null ? List.of() : delivery.heldRanges(this);
    }

    /** How far it has looked through a lane past what is not for it. */
    long scannedTo(int lane) {
        return scannedTo.length == 0 ? 0 : scannedTo[lane];
    }

    void scanned(int lane, long sequence) {
        if (scannedTo.length == 0) {
            scannedTo = new long[LaneRange.LANES];
        }
        scannedTo[lane] = sequence + 1;
    }

    /** It has looked at a message that is for it, and cannot have it yet. */
    void skipped(int lane, long sequence) {
        if (skippedFrom.length == 0) {
            skippedFrom = new long[LaneRange.LANES];
            Arrays.fill(skippedFrom, Long.MAX_VALUE);
        }
        skippedFrom[lane] = Math.min(skippedFrom[lane], sequence);
        scanned(lane, sequence);
    }

    // The order of what it is given

    void onHandedOut(int lane, long sequence) {
        if (handedOutTo.length == 0) {
            handedOutTo = new long[LaneRange.LANES];
        }
        handedOutTo[lane] = Math.max(handedOutTo[lane], sequence + 1);
    }

    /** It gives back everything from here on that it was handed out of a lane. */
    void onGaveBackFrom(int lane, long sequence) {
        if (handedOutTo.length > 0) {
            handedOutTo[lane] = Math.min(handedOutTo[lane], sequence);
        }
    }

    /** Whether it was handed out what comes after a message in its lane, on this link or on those before. */
    boolean hasHadAfter(int lane, long sequence) {
        return handedOutTo.length > 0 && handedOutTo[lane] > sequence + 1;
    }

    /** It takes the place of the same consumer on the link before. */
    void follow(Consumer before) {
        handedOutTo = before.handedOutTo.clone();
    }

    void onReturned(int lane, long sequence) {
        if (scannedTo.length > 0) {
            scannedTo[lane] = Math.min(scannedTo[lane], sequence);
        }
    }

    /** What it could not have may be free now. */
    void lookAgain() {
        for (int lane = 0; lane < skippedFrom.length; lane++) {
            scannedTo[lane] = Math.min(scannedTo[lane], skippedFrom[lane]);
        }
        skippedFrom = new long[0];
    }

    /** What was withheld from everybody may be for it. */
    void lookAtEverythingAgain() {
        scannedTo = new long[0];
        skippedFrom = new long[0];
    }
}
