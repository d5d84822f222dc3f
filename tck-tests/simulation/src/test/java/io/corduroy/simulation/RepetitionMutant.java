package io.corduroy.simulation;

import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.PieceConfirmed;
import io.corduroy.protocol.frame.ServerFrame.SendConfirmed;
import io.corduroy.protocol.frame.ServerFrame.SendRejected;
import io.corduroy.simulation.node.Mutant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Takes what a producer sends again after a reconnection for new: from the first repetition on it gets other numbers. */
final class RepetitionMutant implements Mutant {

    private static final long STEP = 1_000_000;

    private record Sent(int partition, long producer, long sequence) {}

    private record ProducerKey(int partition, long producer) {}

    private final Set<Sent> sent = new HashSet<>();
    private final Map<ProducerKey, Long> shifts = new HashMap<>();

    private long shiftOf(int partition, long producer) {
        return shifts.getOrDefault(new ProducerKey(partition, producer), 0L);
    }

    @Override
    public void onCommand(Command command, Consumer<Command> partition, Consumer<ServerFrame> client) {
        if (command instanceof Send s) {
            if (!sent.add(new Sent(s.partition(), s.producer(), s.sequence() + shiftOf(s.partition(), s.producer())))) {
                shifts.merge(new ProducerKey(s.partition(), s.producer()), STEP, Long::sum);
                sent.add(new Sent(s.partition(), s.producer(), s.sequence() + shiftOf(s.partition(), s.producer())));
            }
            partition.accept(shifted(s, shiftOf(s.partition(), s.producer())));
        } else if (command instanceof SendPiece p) {
            long shift = shiftOf(p.partition(), p.producer());
            partition.accept(new SendPiece(
                    p.partition(), p.producer(), p.sequence() + shift, p.piece(), p.persistent(), p.bytes()));
        } else {
            partition.accept(command);
        }
    }

    private static Send shifted(Send s, long shift) {
        return new Send(
                s.partition(),
                s.producer(),
                s.sequence() + shift,
                s.destinationId(),
                s.transaction(),
                s.persistent(),
                s.repeated(),
                s.priority(),
                s.timestampMs(),
                s.timeToLiveMs(),
                s.deliveryDelayMs(),
                s.groupId(),
                s.pieces(),
                s.message());
    }

    @Override
    public void onFrame(ServerFrame frame, Consumer<ServerFrame> client) {
        if (frame instanceof SendConfirmed c) {
            client.accept(
                    new SendConfirmed(c.partition(), c.producer(), c.firstSequence() % STEP, c.lastSequence() % STEP));
        } else if (frame instanceof SendRejected r) {
            client.accept(new SendRejected(r.partition(), r.producer(), r.sequence() % STEP, r.code(), r.text()));
        } else if (frame instanceof PieceConfirmed p) {
            client.accept(new PieceConfirmed(p.partition(), p.producer(), p.sequence() % STEP, p.piece()));
        } else {
            client.accept(frame);
        }
    }
}
