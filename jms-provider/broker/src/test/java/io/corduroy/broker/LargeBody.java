package io.corduroy.broker;

import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.BodyType;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A body that is sent and fetched in pieces. */
final class LargeBody {
    static final int PIECE_BYTES = LargeSends.MIN_PIECE_BYTES;

    final byte[] bytes;

    /** Of so many pieces, the last one half as long as the others. */
    LargeBody(long seed, int pieces) {
        bytes = new byte[pieces * PIECE_BYTES - PIECE_BYTES / 2];
        new Random(seed).nextBytes(bytes);
    }

    int pieces() {
        return (bytes.length + PIECE_BYTES - 1) / PIECE_BYTES;
    }

    static ByteBuffer head() {
        return MessageEncoder.encode(new MessageFields().body(BodyType.BYTES));
    }

    ClientFrame.SendPiece piece(long producer, long sequence, int piece, boolean persistent) {
        int from = piece * PIECE_BYTES;
        ByteBuffer part = ByteBuffer.wrap(bytes, from, Math.min(PIECE_BYTES, bytes.length - from));
        return new ClientFrame.SendPiece(1, producer, sequence, piece, persistent, part.slice());
    }

    List<ClientFrame.SendPiece> pieces(long producer, long sequence, boolean persistent) {
        List<ClientFrame.SendPiece> all = new ArrayList<>();
        for (int i = 0; i < pieces(); i++) {
            all.add(piece(producer, sequence, i, persistent));
        }
        return all;
    }

    ClientFrame.Send send(long producer, long sequence, int destination, long transaction, boolean persistent) {
        return send(producer, sequence, destination, transaction, persistent, pieces());
    }

    static ClientFrame.Send send(
            long producer, long sequence, int destination, long transaction, boolean persistent, int pieces) {
        return new ClientFrame.Send(
                1,
                producer,
                sequence,
                destination,
                transaction,
                persistent,
                false,
                4,
                1_000_000,
                0,
                0,
                "",
                pieces,
                head());
    }

    /** Asks for all pieces of a delivery, and puts them together. */
    static byte[] fetch(TestClient client, ServerFrame.Deliver delivery) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < delivery.pieces(); i++) {
            ByteBuffer bytes = client.ask(fetch(client, delivery, i), ServerFrame.Piece.class)
                    .bytes();
            byte[] copy = new byte[bytes.remaining()];
            bytes.duplicate().get(copy);
            whole.writeBytes(copy);
        }
        return whole.toByteArray();
    }

    static ClientFrame.FetchPiece fetch(TestClient client, ServerFrame.Deliver delivery, int piece) {
        return new ClientFrame.FetchPiece(
                1, client.nextRequest(), delivery.consumerId(), delivery.lane(), delivery.sequence(), piece);
    }
}
