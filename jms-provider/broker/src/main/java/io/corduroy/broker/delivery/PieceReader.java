package io.corduroy.broker.delivery;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.record.PieceRecord;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.LargeMessage;
import io.corduroy.log.RecordBatch;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame.FetchPiece;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Sends the pieces of large messages that one link asks for, in the order of its questions: as many as the link takes,
 * a few read ahead, the bytes shared with the log. What waits is questions, never pieces.
 */
public final class PieceReader implements Dispatcher.Turn, Dispatcher.ReadWaiter {
    /** More questions are refused: no client needs so many. */
    static final int MAX_ASKED = 4_096;

    private static final int PIECES_PER_TURN = 4;
    private static final int READ_AHEAD_PIECES = 3;
    private static final Dispatcher.ReadWaiter NOBODY = () -> {};

    private final Dispatcher dispatcher;
    private final Consumer.ConsumerLink link;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final PieceRecord piece = new PieceRecord();
    private boolean queued;
    private boolean reading;

    private record Asked(FetchPiece command, Consumer consumer) {}

    /** For one link. */
    public PieceReader(Dispatcher dispatcher, Consumer.ConsumerLink link) {
        this.dispatcher = dispatcher;
        this.link = link;
    }

    /** Whose questions these are. */
    public Consumer.ConsumerLink link() {
        return link;
    }

    /** Answers as soon as the piece is in memory and the link takes it. */
    public void fetch(FetchPiece command, Consumer consumer) {
        if (asked.size() == MAX_ASKED) {
            fail(
                    command,
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "more than " + MAX_ASKED + " pieces were asked for at once; wait for some");
            return;
        }
        asked.add(new Asked(command, consumer));
        signal();
    }

    /** There may be something to do. */
    public void signal() {
        if (!queued && !reading && !asked.isEmpty() && link.isWritable()) {
            queued = true;
            dispatcher.enqueue(this);
        }
    }

    @Override
    public void onReadEnded() {
        reading = false;
        signal();
    }

    @Override
    public void run(int budget) {
        queued = false;
        for (int left = PIECES_PER_TURN; left > 0 && link.isWritable(); left--) {
            Asked next = asked.peek();
            if (next == null || !answer(next)) {
                return;
            }
            asked.remove();
        }
        signal();
    }

    /** False if the piece has to be read first. */
    private boolean answer(Asked next) {
        FetchPiece command = next.command();
        LargeMessage message = find(next);
        if (message == null || command.piece() < 0 || command.piece() >= message.pieces()) {
            fail(
                    command,
                    message == null ? ErrorCode.DELIVERY_UNKNOWN : ErrorCode.INVALID_ARGUMENT,
                    message == null
                            ? "consumer " + command.consumerId() + " does not hold a message in pieces of lane "
                                    + command.lane() + ", sequence " + command.sequence()
                            : "piece " + command.piece() + " of a message with " + message.pieces());
            return true;
        }
        long position = message.positionOf(command.piece());
        RecordBatch batch = dispatcher.port.cached(command.lane(), position);
        if (batch == null) {
            reading = true;
            dispatcher.awaitRead(this, command.lane(), position);
            readAhead();
            return false;
        }
        piece.read(batch.record(message.recordIndexOf(command.piece())));
        link.send(new ServerFrame.Piece(dispatcher.port.partition(), command.requestId(), piece.bytes()));
        return true;
    }

    /** The next questions are known already: their pieces are read meanwhile. */
    private void readAhead() {
        int left = READ_AHEAD_PIECES;
        for (Asked each : asked) {
            LargeMessage message = find(each);
            int number = each.command().piece();
            if (message != null && number >= 0 && number < message.pieces()) {
                long position = message.positionOf(number);
                if (dispatcher.port.cached(each.command().lane(), position) == null) {
                    dispatcher.awaitRead(NOBODY, each.command().lane(), position);
                }
            }
            if (--left < 0) {
                return;
            }
        }
    }

    private @Nullable LargeMessage find(Asked next) {
        int lane = next.command().lane();
        long sequence = next.command().sequence();
        Consumer consumer = next.consumer();
        Destination destination = lane < 0 || lane >= LaneRange.LANES ? null : consumer.destination();
        Lane found = destination == null ? null : destination.laneIfPresent(lane);
        boolean shown = consumer.browser() != null || consumer.holds(lane, sequence);
        if (found == null || !shown || found.recordIndexOf(sequence) < 0) {
            return null;
        }
        return dispatcher.port.largeMessages(lane).at(found.positionOf(sequence), found.recordIndexOf(sequence));
    }

    private void fail(FetchPiece command, ErrorCode code, String text) {
        link.send(new ServerFrame.Failed(dispatcher.port.partition(), command.requestId(), code, text));
    }
}
