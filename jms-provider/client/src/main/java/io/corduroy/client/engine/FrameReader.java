package io.corduroy.client.engine;

import io.corduroy.protocol.frame.ServerFrame;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Leads each frame of the broker to whom it concerns. */
final class FrameReader implements ServerFrame.Handler {

    private final ConnectionLife life;
    private final Wire wire;
    private final Registry registry;
    private final Credits credits;
    private final Releases releases;
    private final EngineOutbox outbox;
    private long nowMs;

    FrameReader(
            ConnectionLife life,
            Wire wire,
            Registry registry,
            Credits credits,
            Releases releases,
            EngineOutbox outbox) {
        this.life = life;
        this.wire = wire;
        this.registry = registry;
        this.credits = credits;
        this.releases = releases;
        this.outbox = outbox;
    }

    void read(ServerFrame frame, long now) {
        nowMs = now;
        frame.dispatch(this);
    }

    /** The bytes of a frame are valid during the call only. */
    static ByteBuffer copy(ByteBuffer bytes) {
        byte[] copied = new byte[bytes.remaining()];
        bytes.get(bytes.position(), copied);
        return ByteBuffer.wrap(copied);
    }

    @Override
    public void onWelcome(ServerFrame.Welcome frame) {
        life.onWelcome(frame);
    }

    @Override
    public void onRefused(ServerFrame.Refused frame) {
        life.onRefused(frame, nowMs);
    }

    @Override
    public void onImage(ServerFrame.Image frame) {
        registry.onImage(frame.image());
    }

    @Override
    public void onAttached(ServerFrame.Attached frame) {
        wire.onAnswer(frame.requestId(), frame);
    }

    @Override
    public void onDone(ServerFrame.Done frame) {
        wire.onAnswer(frame.requestId(), frame);
    }

    @Override
    public void onFailed(ServerFrame.Failed frame) {
        if (!wire.onRefusal(frame)) {
            life.onNotNow(frame.text(), nowMs);
        }
    }

    @Override
    public void onDestinationOpened(ServerFrame.DestinationOpened frame) {
        wire.onAnswer(frame.requestId(), frame);
    }

    @Override
    public void onProducerOpened(ServerFrame.ProducerOpened frame) {
        wire.onAnswer(frame.requestId(), frame);
    }

    @Override
    public void onSendConfirmed(ServerFrame.SendConfirmed frame) {
        registry.producer(frame.partition(), frame.producer()).ifPresent(producer -> producer.onConfirmed(frame));
    }

    @Override
    public void onSendRejected(ServerFrame.SendRejected frame) {
        if (Uplink.isTransient(frame.code())) {
            life.onNotNow(frame.text(), nowMs);
            return;
        }
        Failure failure = Failure.refused(frame.code(), frame.text());
        registry.producer(frame.partition(), frame.producer())
                .ifPresent(producer -> producer.onRejected(frame, failure));
    }

    @Override
    public void onPieceConfirmed(ServerFrame.PieceConfirmed frame) {
        registry.producer(frame.partition(), frame.producer()).ifPresent(producer -> producer.onConfirmed(frame));
    }

    @Override
    public void onDeliver(ServerFrame.Deliver frame) {
        Optional<ConsumerState> found = registry.consumer(frame.consumerId());
        if (found.isEmpty()) {
            return; // a consumer that the broker has closed, or whose session is gone: the broker takes it back
        }
        ConsumerState consumer = found.get();
        if (consumer.isBrowser() && consumer.held.contains(frame.lane(), frame.sequence())) {
            consumer.onShownBefore(); // opened again, a browser sees from the beginning what it has shown
            credits.grant(consumer, false);
            return;
        }
        Delivery delivery = new Delivery(
                frame.partition(),
                frame.consumerId(),
                frame.lane(),
                frame.sequence(),
                frame.deliveryCount(),
                registry.logIdOf(frame.partition()),
                frame.producer(),
                frame.producerSequence(),
                frame.timestampMs(),
                frame.expirationMs(),
                frame.deliveryTimeMs(),
                frame.bodyBytes(),
                frame.pieces(),
                frame.origin(),
                copy(frame.message()));
        registry.onDelivered(consumer, delivery);
        boolean wanted = consumer.wants() && consumer.takesDeliveries();
        consumer.onDelivered(delivery);
        if ((!wanted || !outbox.deliver(delivery)) && !consumer.isBrowser()) {
            releases.onCameLate(consumer, delivery);
        } else {
            credits.grant(consumer, false); // the window may have grown
        }
    }

    @Override
    public void onDrained(ServerFrame.Drained frame) {
        if (frame.requestId() == 0) {
            outbox.onBrowsed(frame.consumerId());
        } else {
            wire.onAnswer(frame.requestId(), frame);
        }
    }

    @Override
    public void onPiece(ServerFrame.Piece frame) {
        wire.onAnswer(frame.requestId(), frame);
    }

    @Override
    public void onConsumerClosed(ServerFrame.ConsumerClosed frame) {
        registry.consumer(frame.consumerId()).ifPresent(consumer -> {
            registry.remove(consumer);
            outbox.onConsumerClosed(consumer.id(), Failure.refused(frame.code(), frame.text()));
        });
    }

    @Override
    public void onRecall(ServerFrame.Recall frame) {
        registry.consumer(frame.consumerId()).ifPresent(releases::onRecall);
    }

    @Override
    public void onBranchDecided(ServerFrame.BranchDecided frame) {
        wire.onAnswer(frame.requestId(), frame);
    }

    @Override
    public void onBranches(ServerFrame.Branches frame) {
        wire.onAnswer(frame.requestId(), frame);
    }

    @Override
    public void onRows(ServerFrame.Rows frame) {
        wire.onAnswer(frame.requestId(), frame);
    }
}
