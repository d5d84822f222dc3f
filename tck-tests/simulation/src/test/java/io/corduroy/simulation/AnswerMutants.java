package io.corduroy.simulation;

import io.corduroy.broker.PartitionMessage;
import io.corduroy.log.storage.Storage;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.Deliver;
import io.corduroy.protocol.frame.ServerFrame.SendConfirmed;
import io.corduroy.protocol.frame.ServerFrame.SendRejected;
import io.corduroy.simulation.node.Mutant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Partitions that say something else than what is so. */
final class AnswerMutants {

    private AnswerMutants() {}

    private static Mutant saying(UnaryOperator<ServerFrame> wrong) {
        return new Mutant() {
            @Override
            public void onFrame(ServerFrame frame, Consumer<ServerFrame> client) {
                client.accept(wrong.apply(frame));
            }
        };
    }

    private static Deliver counted(Deliver d, int deliveryCount) {
        return new Deliver(
                d.partition(),
                d.consumerId(),
                d.lane(),
                d.sequence(),
                deliveryCount,
                d.producer(),
                d.producerSequence(),
                d.timestampMs(),
                d.expirationMs(),
                d.deliveryTimeMs(),
                d.bodyBytes(),
                d.pieces(),
                d.origin(),
                d.message());
    }

    static Mutant dropsTheRedeliveredFlag() {
        return saying(frame -> frame instanceof Deliver d ? counted(d, 1) : frame);
    }

    /** As without dispatch marks: who may have seen a message before the restart is not known. */
    static Mutant marksNothingAfterARestart() {
        return new Mutant() {
            private record Key(int partition, long producer, long producerSequence) {}

            private final Set<Key> sinceTheStart = new HashSet<>();

            @Override
            public Storage storage(Storage right) {
                sinceTheStart.clear();
                return right;
            }

            @Override
            public void onFrame(ServerFrame frame, Consumer<ServerFrame> client) {
                boolean first = frame instanceof Deliver d
                        && sinceTheStart.add(new Key(d.partition(), d.producer(), d.producerSequence()));
                client.accept(first && frame instanceof Deliver d ? counted(d, 1) : frame);
            }
        };
    }

    static Mutant stopsCounting() {
        return saying(frame -> frame instanceof Deliver d && d.deliveryCount() > 2 ? counted(d, 2) : frame);
    }

    static Mutant confirmsWhatItRefuses() {
        return saying(frame -> frame instanceof SendRejected r
                ? new SendConfirmed(r.partition(), r.producer(), r.sequence(), r.sequence())
                : frame);
    }

    static Mutant confirmsOneMore() {
        return saying(frame -> frame instanceof SendConfirmed c
                ? new SendConfirmed(c.partition(), c.producer(), c.firstSequence(), c.lastSequence() + 1)
                : frame);
    }

    static Mutant losesDeliveries() {
        return new Mutant() {
            private int count;

            @Override
            public void onFrame(ServerFrame frame, Consumer<ServerFrame> client) {
                if (!(frame instanceof Deliver) || ++count % 50 != 0) {
                    client.accept(frame);
                }
            }
        };
    }

    static Mutant deliversTwice() {
        return new Mutant() {
            private int count;

            @Override
            public void onFrame(ServerFrame frame, Consumer<ServerFrame> client) {
                client.accept(frame);
                if (frame instanceof Deliver && ++count % 50 == 0) {
                    client.accept(frame);
                }
            }
        };
    }

    static Mutant swapsDeliveries() {
        return new Mutant() {
            private int count;
            private @Nullable Deliver kept;

            @Override
            public void onFrame(ServerFrame frame, Consumer<ServerFrame> client) {
                if (kept == null && frame instanceof Deliver d && ++count % 20 == 0) {
                    kept = d;
                    return;
                }
                client.accept(frame);
                Deliver late = kept;
                if (late != null && frame instanceof Deliver d && d.consumerId() == late.consumerId()) {
                    client.accept(late);
                    kept = null;
                }
            }
        };
    }

    /** What was rolled back by the decider is committed by the others. */
    static Mutant tellsCommitsOnly() {
        return new Mutant() {
            @Override
            public PartitionMessage between(PartitionMessage message) {
                return message instanceof PartitionMessage.TellOutcome told
                        ? new PartitionMessage.TellOutcome(told.from(), told.transaction(), true)
                        : message;
            }
        };
    }

    static Mutant tellsRollbacksOnly() {
        return new Mutant() {
            @Override
            public PartitionMessage between(PartitionMessage message) {
                return message instanceof PartitionMessage.TellOutcome told
                        ? new PartitionMessage.TellOutcome(told.from(), told.transaction(), false)
                        : message;
            }
        };
    }
}
