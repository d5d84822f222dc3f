package io.corduroy.client.engine;

import io.corduroy.protocol.frame.ClientFrame;

/** Grants consumers the deliveries that they have room for. */
final class Credits {

    private final Wire wire;
    private final Registry registry;

    Credits(Wire wire, Registry registry) {
        this.wire = wire;
        this.registry = registry;
    }

    /**
     * Grants what is due to a consumer.
     *
     * @param atOnce whether even one delivery is worth a frame
     */
    void grant(ConsumerState consumer, boolean atOnce) {
        if (consumer.state == ConsumerState.State.OPEN && wire.isLive(consumer.partition())) {
            sendCredit(consumer, consumer.creditDue(registry.isFlowing(), atOnce));
        }
    }

    /** Grants more than is due, to make room for what comes again. */
    void grantExtra(ConsumerState consumer, long count) {
        if (consumer.takesDeliveries() && registry.isFlowing() && consumer.spec.prefetch() > 0) {
            consumer.onExtraCredit(count);
            sendCredit(consumer, count);
        }
    }

    private void sendCredit(ConsumerState consumer, long count) {
        if (count > 0 && consumer.state == ConsumerState.State.OPEN && wire.isLive(consumer.partition())) {
            wire.uplink.send(new ClientFrame.Credit(consumer.partition(), consumer.id(), (int) count));
        }
    }
}
