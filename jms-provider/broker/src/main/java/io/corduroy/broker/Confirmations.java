package io.corduroy.broker;

import java.util.ArrayList;
import java.util.List;

/** Merges the confirmations of one round into ranges, one frame per producer where the sequences are dense. */
final class Confirmations {
    private final List<ProducerSide> dirty = new ArrayList<>();
    private final Sink sink;

    /** Sends a confirmation. */
    interface Sink {
        void confirm(ProducerSide producer, long first, long last);
    }

    Confirmations(Sink sink) {
        this.sink = sink;
    }

    void add(ProducerSide producer, long sequence) {
        if (producer.dirty && sequence == producer.lastToConfirm + 1) {
            producer.lastToConfirm = sequence;
            return;
        }
        if (producer.dirty) {
            sink.confirm(producer, producer.firstToConfirm, producer.lastToConfirm);
        } else {
            producer.dirty = true;
            dirty.add(producer);
        }
        producer.firstToConfirm = sequence;
        producer.lastToConfirm = sequence;
    }

    void flush() {
        for (int i = 0; i < dirty.size(); i++) {
            ProducerSide each = dirty.get(i);
            each.dirty = false;
            sink.confirm(each, each.firstToConfirm, each.lastToConfirm);
        }
        dirty.clear();
    }

    /** Nothing is confirmed any more. */
    void drop() {
        dirty.clear();
    }
}
