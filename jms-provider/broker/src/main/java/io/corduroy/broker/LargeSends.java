package io.corduroy.broker;

import io.corduroy.broker.state.Producer;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bodies that come in pieces: takes them in their order, finds repetitions, confirms what is stored, and lets go of what will
 * not become a message. A producer has one at a time. A body that was refused stays refused, whatever comes of it later.
 */
final class LargeSends {
    /** All pieces of a body but the last have so many bytes at least, which bounds how many there can be. */
    static final int MIN_PIECE_BYTES = 4 << 10;

    private final int partition;
    private final BrokerConfig config;
    private final Journal journal;
    private final Clients clients;
    private final List<ProducerSide> toConfirm = new ArrayList<>();

    /** Why a piece is not taken. */
    private record Refusal(ErrorCode code, String text) {}

    LargeSends(int partition, BrokerConfig config, Journal journal, Clients clients) {
        this.partition = partition;
        this.config = config;
        this.journal = journal;
        this.clients = clients;
    }

    void onPiece(AttachedClient client, ProducerSide side, SendPiece command) {
        if (side.refusalOf(command.sequence()) != null) {
            reject(client, command, new Refusal(ErrorCode.INVALID_ARGUMENT, "an earlier piece was refused"));
            return;
        }
        if (command.sequence() <= side.highestDecided) {
            onPieceOfDecided(client, side, command);
            return;
        }
        OpenBody body = side.openBody;
        if (body != null && body.sequence < command.sequence()) {
            drop(side);
            body = null;
        }
        Refusal refusal = refusal(body, command);
        if (refusal != null) {
            refuse(side, command.sequence(), refusal.code());
            reject(client, command, refusal);
        } else if (body != null && command.piece() < body.pieces) {
            journal.whenApplied(() -> confirm(side, command.sequence(), command.piece()));
        } else {
            append(side, body, command);
        }
    }

    /** It comes again, and its message as well, which is there or was refused; or a restart has taken what was not durable. */
    private void onPieceOfDecided(AttachedClient client, ProducerSide side, SendPiece command) {
        boolean lost = command.sequence() <= side.durableBefore && !side.producer.has(command.sequence());
        if (lost) {
            reject(
                    client,
                    command,
                    new Refusal(ErrorCode.RESOURCE_EXHAUSTED, "a restart of the broker took the pieces before it"));
        } else {
            journal.whenApplied(() -> confirm(side, command.sequence(), command.piece()));
        }
    }

    private @Nullable Refusal refusal(@Nullable OpenBody body, SendPiece command) {
        int length = command.bytes().remaining();
        int next = body == null ? 0 : body.pieces;
        long before = body == null ? 0 : body.bytes;
        if (journal.isFull(command.persistent() ? LogName.DURABLE : LogName.TRANSIENT)) {
            return new Refusal(ErrorCode.RESOURCE_EXHAUSTED, Sends.DISK_FULL);
        }
        if (body != null && (body.sequence != command.sequence() || body.persistent != command.persistent())) {
            return new Refusal(
                    ErrorCode.INVALID_ARGUMENT,
                    "piece " + command.piece() + " of send " + command.sequence() + " came while send " + body.sequence
                            + " is under way" + (body.persistent ? ", which is persistent" : ""));
        }
        if (command.piece() > next || command.piece() < 0) {
            return new Refusal(
                    ErrorCode.INVALID_ARGUMENT,
                    "piece " + command.piece() + " of send " + command.sequence() + " came, expected piece " + next);
        }
        if (command.piece() < next) {
            return null; // a repetition
        }
        if (length == 0 || length > config.maxMessageBytes()) {
            return new Refusal(
                    ErrorCode.INVALID_ARGUMENT,
                    "a piece has " + length + " bytes, allowed are 1 to " + config.maxMessageBytes());
        }
        if (body != null && body.lastPieceBytes < MIN_PIECE_BYTES) {
            return new Refusal(
                    ErrorCode.INVALID_ARGUMENT,
                    "piece " + (next - 1) + " has " + body.lastPieceBytes + " bytes; only the last may have fewer than "
                            + MIN_PIECE_BYTES);
        }
        if (before + length > config.maxBodyBytes()) {
            return new Refusal(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "the body has more than " + before + " bytes, the limit is " + config.maxBodyBytes());
        }
        return null;
    }

    private void append(ProducerSide side, @Nullable OpenBody begun, SendPiece command) {
        journal.appendPiece(command);
        OpenBody body = begun == null ? new OpenBody(command.sequence(), command.persistent()) : begun;
        side.openBody = body;
        body.pieces++;
        body.bytes += command.bytes().remaining();
        body.lastPieceBytes = command.bytes().remaining();
    }

    private void reject(AttachedClient client, SendPiece command, Refusal refusal) {
        client.link.send(new ServerFrame.SendRejected(
                partition, command.producer(), command.sequence(), refusal.code(), refusal.text()));
    }

    /** A message comes: what was begun before it will not be finished. */
    void onSend(ProducerSide side, Send send) {
        if (side.openBody != null && side.openBody.sequence < send.sequence()) {
            drop(side);
        }
    }

    /** Why a message in pieces cannot be made of what is there; null if it can. */
    @Nullable
    String missing(ProducerSide side, Send send) {
        OpenBody body = side.openBody;
        if (side.refusalOf(send.sequence()) != null) {
            return "a piece of it was refused";
        }
        int there = body == null || body.sequence != send.sequence() ? 0 : body.pieces;
        if (there != send.pieces()) {
            return "the message has " + send.pieces() + " pieces, " + there + " of them are here; send it anew";
        }
        return body == null || body.persistent == send.persistent()
                ? null
                : "the message and its pieces differ in their delivery mode";
    }

    /** How long a message is, with what came of its body before. */
    int bytesOf(ProducerSide side, Send send) {
        OpenBody body = side.openBody;
        long before = send.pieces() == 0 || body == null || body.sequence != send.sequence() ? 0 : body.bytes;
        return (int) Math.min(Integer.MAX_VALUE, before + send.message().remaining());
    }

    /** The message exists, or will when its record is applied: its pieces are its own. */
    void onAccepted(ProducerSide side, Send send) {
        if (send.pieces() > 0) {
            side.openBody = null;
        }
    }

    /** The message is refused, and with it what came of its body. */
    void refuse(ProducerSide side, long sequence, ErrorCode why) {
        side.refuse(sequence, why);
        if (side.openBody != null && side.openBody.sequence == sequence) {
            drop(side);
        }
    }

    /** What the producer has begun will not be finished. */
    void drop(ProducerSide side) {
        OpenBody body = side.openBody;
        side.openBody = null;
        if (body != null && body.pieces > 0) {
            journal.appendPiecesDropped(body.persistent, side.producer.number(), body.sequence);
        }
    }

    // Confirming

    void onApplied(ProducerSide side, long sequence, int piece) {
        confirm(side, sequence, piece);
    }

    private void confirm(ProducerSide side, long sequence, int piece) {
        if (side.pieceToConfirm >= 0 && side.pieceSequence != sequence) {
            send(side);
        } else if (side.pieceToConfirm < 0) {
            toConfirm.add(side);
        }
        side.pieceSequence = sequence;
        side.pieceToConfirm = Math.max(side.pieceToConfirm, piece);
    }

    private void send(ProducerSide side) {
        Producer producer = side.producer;
        AttachedClient client = clients.find(producer.client().instance());
        if (client != null) {
            client.link.send(new ServerFrame.PieceConfirmed(
                    partition, producer.number(), side.pieceSequence, side.pieceToConfirm));
        }
        side.pieceToConfirm = -1;
    }

    void flushConfirmations() {
        for (int i = 0; i < toConfirm.size(); i++) {
            send(toConfirm.get(i));
        }
        toConfirm.clear();
    }

    void dropConfirmations() {
        toConfirm.clear();
    }
}
