package io.corduroy.broker;

import io.corduroy.broker.state.CountMap;
import io.corduroy.broker.state.Producer;

/** The volatile side of a producer: what was decided about in this epoch, and what is to be confirmed at the end of a round. */
final class ProducerSide {
    /** No client has more sends unconfirmed. */
    private static final int REMEMBERED = 1 << 13;

    final Producer producer;
    /** What was durable when this epoch, or this side, began. */
    final long durableBefore;

    long highestDecided;
    private CountMap refused = new CountMap();

    boolean dirty;
    long firstToConfirm;
    long lastToConfirm;

    ProducerSide(Producer producer) {
        this.producer = producer;
        this.durableBefore = producer.lastSequence();
        this.highestDecided = durableBefore;
    }

    void refuse(long sequence) {
        refused.put(sequence, 1);
        if (refused.size() > 2 * REMEMBERED) {
            CountMap recent = new CountMap();
            for (long each : refused.sortedKeys()) {
                if (each > highestDecided - REMEMBERED) {
                    recent.put(each, 1);
                }
            }
            refused = recent;
        }
    }

    boolean isRefused(long sequence) {
        return refused.get(sequence) != 0;
    }
}
