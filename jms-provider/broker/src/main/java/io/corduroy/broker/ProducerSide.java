package io.corduroy.broker;

import io.corduroy.broker.state.CountMap;
import io.corduroy.broker.state.LargeMessage;
import io.corduroy.broker.state.Producer;
import io.corduroy.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The volatile side of a producer: what was decided about in this epoch, and what is to be confirmed at the end of a round. */
final class ProducerSide {
    /** No client has more sends unconfirmed. */
    private static final int REMEMBERED = 1 << 13;

    final Producer producer;
    /** What was durable when this epoch, or this side, began. */
    final long durableBefore;

    long highestDecided;
    /** Why, by sequence: the number of the code. */
    private CountMap refused = new CountMap();
    /** Topics that it has sent to by the log: what follows must not overtake. */
    private final CountMap topicsInLog = new CountMap();

    @Nullable
    OpenBody openBody;

    boolean dirty;
    long firstToConfirm;
    long lastToConfirm;
    /** Pieces up to this one are to be confirmed, −1: none. */
    int pieceToConfirm = -1;

    long pieceSequence;

    /** What it has begun in an earlier epoch goes on; null if nothing. */
    ProducerSide(Producer producer, @Nullable LargeMessage begun) {
        this.producer = producer;
        this.durableBefore = producer.lastSequence();
        this.highestDecided = durableBefore;
        if (begun != null) {
            OpenBody body = new OpenBody(begun.sequence(), true);
            body.pieces = begun.pieces();
            body.bytes = begun.bodyBytes();
            openBody = body;
        }
    }

    void usesLogFor(int topic) {
        topicsInLog.put(topic, 1);
    }

    boolean hasUsedLogFor(int topic) {
        return topicsInLog.get(topic) != 0;
    }

    void usesLogNoMoreFor(int topic) {
        topicsInLog.put(topic, 0);
    }

    void refuse(long sequence, ErrorCode why) {
        refused.put(sequence, why.number());
        if (refused.size() > 2 * REMEMBERED) {
            CountMap recent = new CountMap();
            for (long each : refused.sortedKeys()) {
                if (each > highestDecided - REMEMBERED) {
                    recent.put(each, refused.get(each));
                }
            }
            refused = recent;
        }
    }

    /** Why a send was refused, null if it was not. */
    @Nullable
    ErrorCode refusalOf(long sequence) {
        int code = refused.get(sequence);
        return code == 0 ? null : ErrorCode.of(code);
    }
}
