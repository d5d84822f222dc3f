package io.corduroy.client.engine;

import java.nio.ByteBuffer;
import java.util.Optional;

/** Gives what is to be sent to the session's producer on its partition, and opens what that needs. */
final class Sends {

    private final Uplink uplink;
    private final Wire wire;
    private final Registry registry;
    private final Openings openings;

    Sends(Uplink uplink, Wire wire, Registry registry, Openings openings) {
        this.uplink = uplink;
        this.wire = wire;
        this.registry = registry;
        this.openings = openings;
    }

    void openProducer(int sessionId, int partition, Completion<ProducerIdentity> completion) {
        ProducerState producer = registry.session(sessionId).producer(partition);
        if (producer.isOpen()) {
            completion.onDone(producer.identity());
        } else {
            producer.opening.add(completion);
            openings.open(producer);
        }
    }

    void send(SendRequest request, SendCompletion completion) {
        SessionState session = registry.session(request.sessionId());
        Optional<TransactionState> tx = request.transacted() ? Optional.of(session.transaction()) : Optional.empty();
        tx.ifPresent(open -> open.part(request.partition()).sends++);
        DestinationState destination = openings.destination(request.destination(), true);
        ProducerState producer = session.producer(request.partition());
        producer.add(new PendingSend(request, destination, tx, completion));
        openings.open(destination);
        openings.open(producer);
        producer.pump(uplink, wire.isLive(request.partition()));
    }

    void sendPiece(
            int sessionId,
            int partition,
            long sequence,
            int piece,
            boolean persistent,
            ByteBuffer bytes,
            Completion<Nothing> completion) {
        ProducerState producer = registry.session(sessionId).producer(partition);
        producer.add(new PendingPiece(partition, sequence, piece, persistent, bytes, completion));
        openings.open(producer);
        producer.pump(uplink, wire.isLive(partition));
    }
}
