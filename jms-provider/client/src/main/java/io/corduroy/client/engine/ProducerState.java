package io.corduroy.client.engine;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ServerFrame.PieceConfirmed;
import io.corduroy.protocol.frame.ServerFrame.SendConfirmed;
import io.corduroy.protocol.frame.ServerFrame.SendRejected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A session as a producer on one partition: its sends in order, those that wait to be sent and those that wait to be confirmed.
 *
 * <p>Completions are told in the order of the sends, whatever the order of the confirmations.
 */
final class ProducerState {

    enum State {
        CLOSED,
        OPENING,
        OPEN
    }

    private static final ProducerIdentity UNKNOWN = new ProducerIdentity(0, 0);

    final int sessionId;
    final int partition;
    State state = State.CLOSED;
    private ProducerIdentity identity = UNKNOWN;
    private boolean everOpen;
    private final ArrayDeque<Outgoing> waiting = new ArrayDeque<>();
    private final ArrayDeque<Outgoing> unconfirmed = new ArrayDeque<>();
    /** The NON_PERSISTENT message of which a piece was sent last, and one whose pieces are lost; 0 for none. */
    private long fleetingPieces;

    private long lostPieces;
    private final List<Behind> behind = new ArrayList<>();
    final List<Completion<ProducerIdentity>> opening = new ArrayList<>();

    ProducerState(int sessionId, int partition) {
        this.sessionId = sessionId;
        this.partition = partition;
    }

    ProducerIdentity identity() {
        return identity;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isIdle() {
        return waiting.isEmpty() && unconfirmed.isEmpty();
    }

    /**
     * The partition has told our number.
     *
     * @return whether it is another one than before
     */
    boolean onOpened(ProducerIdentity told) {
        boolean changed = !told.equals(identity);
        if (everOpen && changed) {
            giveUpUncertain();
        }
        identity = told;
        everOpen = true;
        state = State.OPEN;
        return changed;
    }

    /**
     * Under a new number a repetition cannot be told from a new message, and a provider must never produce a message twice
     * (Jakarta Messaging 3.1, 6.2.13): what may have arrived under the old one fails.
     */
    private void giveUpUncertain() {
        for (Outgoing send : unconfirmed) {
            if (!send.isMoot() && !send.isDone()) {
                send.onFailed(Failure.outcomeUnknown("the connection was lost for so long that the broker no longer "
                        + "knows this session; whether " + send.describe() + " was stored is not known"));
            }
        }
        completeInOrder();
    }

    /**
     * What the partition had in memory only is lost with its epoch. It may have reached its consumers before, so it is not
     * sent again: a NON_PERSISTENT message may be lost and never comes twice (Jakarta Messaging 3.1, 3.4.10). A message in
     * pieces is lost with those of them that were sent. A persistent one is sent again, and the partition is told that it is.
     */
    void onEpochChanged() {
        lostPieces = fleetingPieces;
        for (Outgoing send : unconfirmed) {
            if (send.isFleeting() && !send.isDone() && !send.isMoot()) {
                send.onLost();
            } else {
                send.onEpochOver();
            }
        }
        completeInOrder();
    }

    void add(Outgoing send) {
        waiting.add(send);
    }

    /**
     * Sends what may be sent now, in order; drops what belongs to an ended transaction.
     *
     * @param live whether the partition is attached
     */
    void pump(Uplink uplink, boolean live) {
        while (true) {
            Outgoing next = waiting.peek();
            if (next == null) {
                tellAllSent();
                return;
            }
            if (next.isFleeting() && next.sequence() == lostPieces && !next.isDone() && !next.isMoot()) {
                next.onLost();
            }
            if (next.isDone() || next.isMoot()) {
                unconfirmed.add(waiting.remove());
                completeInOrder();
            } else if (live && isOpen() && next.isReady()) {
                uplink.send(next.frame(identity.number()));
                fleetingPieces = next.isFleeting() && next instanceof PendingPiece ? next.sequence() : 0;
                unconfirmed.add(waiting.remove());
            } else {
                return;
            }
        }
    }

    /** What comes behind sends. */
    private record Behind(Runnable action, Consumer<Failure> failed) {}

    /**
     * Runs an action when everything given so far has been sent: at once if it has.
     *
     * @param failed told instead if it never will be
     */
    void whenAllSent(Runnable action, Consumer<Failure> failed) {
        if (waiting.isEmpty()) {
            action.run();
        } else {
            behind.add(new Behind(action, failed));
        }
    }

    private void tellAllSent() {
        takeBehind().forEach(each -> each.action.run());
    }

    private List<Behind> takeBehind() {
        List<Behind> taken = List.copyOf(behind);
        behind.clear();
        return taken;
    }

    /** Sends again what was not confirmed on the former link. */
    void repeat(Uplink uplink) {
        for (Outgoing send : unconfirmed) {
            if (!send.isDone() && !send.isMoot()) {
                uplink.send(send.frame(identity.number()));
            }
        }
        completeInOrder();
    }

    void onConfirmed(SendConfirmed frame) {
        for (Outgoing send : unconfirmed) {
            if (send.sequence() > frame.lastSequence()) {
                break;
            }
            if (send.sequence() >= frame.firstSequence() && send instanceof PendingSend) {
                send.onConfirmed();
            }
        }
        completeInOrder();
    }

    void onConfirmed(PieceConfirmed frame) {
        for (Outgoing send : unconfirmed) {
            if (send instanceof PendingPiece piece
                    && piece.sequence() == frame.sequence()
                    && piece.piece <= frame.piece()) {
                piece.onConfirmed();
            }
        }
        completeInOrder();
    }

    /** Fails the send, or the pieces that were to become it. */
    void onRejected(SendRejected frame, Failure failure) {
        for (Outgoing send : unconfirmed) {
            if (send.sequence() == frame.sequence()) {
                send.onFailed(failure);
                if (frame.code() == ErrorCode.DESTINATION_UNKNOWN && send instanceof PendingSend message) {
                    message.destination.state = DestinationState.State.CLOSED; // to be looked for again by the next one
                }
            }
        }
        completeInOrder();
    }

    /** Fails what waits for a destination that cannot be opened. */
    void onDestinationFailed(DestinationState destination, Failure failure) {
        for (Outgoing send : waiting) {
            if (send instanceof PendingSend message && message.destination == destination) {
                send.onFailed(failure);
            }
        }
    }

    void failAll(Failure failure) {
        unconfirmed.addAll(waiting);
        waiting.clear();
        for (Outgoing send : unconfirmed) {
            if (!send.isDone()) {
                send.onFailed(failure);
            }
        }
        completeInOrder();
        takeBehind().forEach(each -> each.failed.accept(failure));
        List<Completion<ProducerIdentity>> told = List.copyOf(opening);
        opening.clear();
        told.forEach(completion -> completion.onFailed(failure));
    }

    /** Destinations that are needed to go on. */
    List<DestinationState> destinationsInUse() {
        List<DestinationState> used = new ArrayList<>();
        unconfirmed.forEach(send -> addDestination(send, used));
        waiting.forEach(send -> addDestination(send, used));
        return used;
    }

    private static void addDestination(Outgoing send, List<DestinationState> used) {
        if (send instanceof PendingSend message) {
            used.add(message.destination);
        }
    }

    private void completeInOrder() {
        for (Outgoing head = unconfirmed.peek();
                head != null && (head.isDone() || head.isMoot());
                head = unconfirmed.peek()) {
            unconfirmed.remove();
            head.complete(identity);
        }
    }
}
