package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Asks for the pieces of a message's body, some ahead, and puts it together. */
final class BodyFetching {

    private static final int AHEAD = 2;

    private final SimulatedClient client;
    private final Delivery delivery;
    private final Consumer<ByteBuffer> whole;
    private final Runnable lost;
    private final ByteBuffer bytes;
    private int asked;
    private int got;
    private boolean ended;

    /**
     * @param whole takes the message with its body
     * @param lost the broker has taken it back meanwhile, or cannot be reached any more
     */
    BodyFetching(SimulatedClient client, Delivery delivery, Consumer<ByteBuffer> whole, Runnable lost) {
        this.client = client;
        this.delivery = delivery;
        this.whole = whole;
        this.lost = lost;
        bytes = ByteBuffer.allocate(delivery.message().remaining() + (int) delivery.bodyBytes());
        bytes.put(delivery.message().duplicate());
    }

    void begin() {
        while (asked < delivery.pieces() && asked < got + AHEAD) {
            client.engine.fetchPiece(
                    delivery.consumerId(),
                    delivery.lane(),
                    delivery.sequence(),
                    asked++,
                    Completion.of(this::onPiece, failure -> onLost()));
        }
    }

    private void onPiece(ByteBuffer piece) {
        if (ended) {
            return;
        }
        if (piece.remaining() > bytes.remaining()) {
            client.world.violated("more than its body: " + client.name + " got " + delivery);
        }
        bytes.put(piece);
        got++;
        if (got == delivery.pieces()) {
            ended = true;
            whole.accept(bytes.flip());
        } else {
            begin();
        }
    }

    private void onLost() {
        if (!ended) {
            ended = true;
            client.ledger.totals().count("bodies lost half way");
            lost.run();
        }
    }
}
