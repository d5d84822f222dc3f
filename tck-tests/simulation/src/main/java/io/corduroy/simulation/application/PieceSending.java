package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A body that its session sends piece by piece ahead of the message, as it reads it from somewhere: with pauses, and now and
 * then it cannot go on. The session does nothing else meanwhile.
 */
final class PieceSending {

    private static final int GIVEN_UP = 25;
    private static final long PAUSE_US = 500;

    private final SimulatedSession session;
    private final int partition;
    private final long sequence;
    private final boolean persistent;
    private final Deque<ByteBuffer> left = new ArrayDeque<>();
    private int sent;
    private boolean failed;

    PieceSending(SimulatedSession session, int partition, long sequence, boolean persistent, ByteBuffer body) {
        this.session = session;
        this.partition = partition;
        this.sequence = sequence;
        this.persistent = persistent;
        int pieceBytes = session.client.node.pieceBytes();
        for (int at = body.position(); at < body.limit(); at += pieceBytes) {
            left.add(body.slice(at, Math.min(pieceBytes, body.limit() - at)));
        }
    }

    /** How many pieces were sent. */
    int count() {
        return sent;
    }

    /**
     * Sends all of them.
     *
     * @param sending what comes after the last one
     * @param givenUp what comes after the last one that could be sent
     */
    void run(Runnable sending, Runnable givenUp) {
        session.await();
        step(sending, givenUp);
    }

    private void step(Runnable sending, Runnable givenUp) {
        if (failed || (!session.isCalm() && session.chance.oneIn(GIVEN_UP))) {
            session.client.ledger.totals().count("bodies given up half way");
            givenUp.run();
            session.proceed();
        } else if (left.isEmpty()) {
            sending.run();
            session.proceed();
        } else {
            session.client.engine.sendPiece(
                    session.id(),
                    partition,
                    sequence,
                    sent++,
                    persistent,
                    left.remove(),
                    Completion.of(done -> {}, failure -> failed = true));
            session.client.world.after(
                    session.chance.delayUs(PAUSE_US), () -> session.client.call(() -> step(sending, givenUp)));
        }
    }
}
