package io.corduroy.client.engine;

import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A part of a large body that is not confirmed. */
final class PendingPiece implements Outgoing {

    private final int partition;
    private final long sequence;
    final int piece;
    private final boolean persistent;
    private final ByteBuffer bytes;
    private final Completion<Nothing> completion;
    private Optional<Failure> failed = Optional.empty();
    private boolean done;

    PendingPiece(
            int partition,
            long sequence,
            int piece,
            boolean persistent,
            ByteBuffer bytes,
            Completion<Nothing> completion) {
        this.partition = partition;
        this.sequence = sequence;
        this.piece = piece;
        this.persistent = persistent;
        this.bytes = bytes;
        this.completion = completion;
    }

    @Override
    public long sequence() {
        return sequence;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public boolean isMoot() {
        return false;
    }

    @Override
    public void onConfirmed() {
        done = true;
    }

    @Override
    public boolean isFleeting() {
        return !persistent;
    }

    @Override
    public void onLost() {
        done = true;
    }

    @Override
    public void onEpochOver() {
        // what an epoch has of the pieces of a persistent message is in the log
    }

    @Override
    public void onFailed(Failure failure) {
        done = true;
        failed = Optional.of(failure);
    }

    @Override
    public void complete(ProducerIdentity identity) {
        if (failed.isPresent()) {
            completion.onFailed(failed.get());
        } else {
            completion.onDone(Nothing.NOTHING);
        }
    }

    @Override
    public SendPiece frame(long producer) {
        return new SendPiece(partition, producer, sequence, piece, persistent, bytes);
    }

    @Override
    public String describe() {
        return "piece " + piece + " of a large message";
    }
}
