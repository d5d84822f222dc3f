package io.corduroy.simulation;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame.Acknowledge;
import io.corduroy.protocol.frame.ClientFrame.CloseConsumer;
import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ClientFrame.Commit;
import io.corduroy.protocol.frame.ClientFrame.Credit;
import io.corduroy.protocol.frame.ClientFrame.FetchPiece;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;
import io.corduroy.protocol.frame.ClientFrame.Release;
import io.corduroy.protocol.frame.ClientFrame.Rollback;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.simulation.node.Mutant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Partitions that do not do what they are told, and say that they did. */
final class CommandMutants {

    private CommandMutants() {}

    private static <C extends Command> Mutant hearing(Class<C> kind, UnaryOperator<C> wrong) {
        return new Mutant() {
            @Override
            public void onCommand(Command command, Consumer<Command> partition, Consumer<ServerFrame> client) {
                partition.accept(kind.isInstance(command) ? wrong.apply(kind.cast(command)) : command);
            }
        };
    }

    private static Send send(Send s, long transaction, int priority, long timeToLiveMs, long delayMs) {
        return new Send(
                s.partition(),
                s.producer(),
                s.sequence(),
                s.destinationId(),
                transaction,
                s.persistent(),
                s.repeated(),
                priority,
                s.timestampMs(),
                timeToLiveMs,
                delayMs,
                s.groupId(),
                s.pieces(),
                s.message());
    }

    static Mutant invertsPriorities() {
        return hearing(
                Send.class, s -> send(s, s.transaction(), 9 - s.priority(), s.timeToLiveMs(), s.deliveryDelayMs()));
    }

    static Mutant ignoresExpiry() {
        return hearing(Send.class, s -> send(s, s.transaction(), s.priority(), 0, s.deliveryDelayMs()));
    }

    static Mutant ignoresDeliveryDelays() {
        return hearing(Send.class, s -> send(s, s.transaction(), s.priority(), s.timeToLiveMs(), 0));
    }

    static Mutant losesThePersistenceOfMessages() {
        return hearing(
                Send.class,
                s -> new Send(
                        s.partition(),
                        s.producer(),
                        s.sequence(),
                        s.destinationId(),
                        s.transaction(),
                        s.persistent() && s.pieces() > 0,
                        s.repeated(),
                        s.priority(),
                        s.timestampMs(),
                        s.timeToLiveMs(),
                        s.deliveryDelayMs(),
                        s.groupId(),
                        s.pieces(),
                        s.message()));
    }

    private static OpenConsumer open(
            OpenConsumer o, String selector, int credit, OpenConsumer.Mode mode, boolean claims) {
        return new OpenConsumer(
                o.partition(),
                o.requestId(),
                o.consumerId(),
                o.sessionId(),
                o.destinationId(),
                o.subscription(),
                selector,
                credit,
                mode,
                claims ? o.held() : List.of());
    }

    static Mutant ignoresSelectors() {
        return hearing(OpenConsumer.class, o -> open(o, "", o.credit(), o.mode(), true));
    }

    static Mutant ignoresClaims() {
        return hearing(OpenConsumer.class, o -> open(o, o.selector(), o.credit(), o.mode(), false));
    }

    static Mutant sharesExclusiveQueues() {
        return hearing(
                OpenConsumer.class,
                o -> open(
                        o,
                        o.selector(),
                        o.credit(),
                        o.mode() == OpenConsumer.Mode.EXCLUSIVE ? OpenConsumer.Mode.SHARED : o.mode(),
                        true));
    }

    static Mutant letsBrowsersTake() {
        return hearing(
                OpenConsumer.class,
                o -> open(
                        o,
                        o.selector(),
                        o.credit(),
                        o.mode() == OpenConsumer.Mode.BROWSE ? OpenConsumer.Mode.SHARED : o.mode(),
                        true));
    }

    static Mutant givesMoreThanCredit() {
        return hearing(Credit.class, c -> new Credit(c.partition(), c.consumerId(), c.add() + 1));
    }

    static Mutant countsNoReleases() {
        return hearing(
                Release.class,
                r -> new Release(r.partition(), r.requestId(), r.sessionId(), r.consumerId(), false, r.ranges()));
    }

    static Mutant forgetsWhatWasUnseenAtClose() {
        List<LaneRange> everything = IntStream.range(0, LaneRange.LANES)
                .mapToObj(lane -> new LaneRange(lane, 0, Long.MAX_VALUE - 1))
                .toList();
        return hearing(
                CloseConsumer.class, c -> new CloseConsumer(c.partition(), c.requestId(), c.consumerId(), everything));
    }

    static Mutant forgetsWhatWasSeenAtClose() {
        return hearing(
                CloseConsumer.class, c -> new CloseConsumer(c.partition(), c.requestId(), c.consumerId(), List.of()));
    }

    static Mutant mixesUpPieces() {
        return hearing(
                FetchPiece.class,
                f -> new FetchPiece(f.partition(), f.requestId(), f.consumerId(), f.lane(), f.sequence(), 0));
    }

    /** A transaction's first send is visible at once, whatever comes of the rest. */
    static Mutant appliesHalfATransaction() {
        return new Mutant() {
            private record Key(long producer, long transaction) {}

            private final Set<Key> begun = new HashSet<>();

            @Override
            public void onCommand(Command command, Consumer<Command> partition, Consumer<ServerFrame> client) {
                if (command instanceof Send s
                        && s.transaction() != 0
                        && begun.add(new Key(s.producer(), s.transaction()))) {
                    partition.accept(send(s, 0, s.priority(), s.timeToLiveMs(), s.deliveryDelayMs()));
                } else if (command instanceof Commit c && c.sends() > 0) {
                    partition.accept(new Commit(
                            c.partition(),
                            c.requestId(),
                            c.sessionId(),
                            c.transaction(),
                            c.sends() - 1,
                            c.acknowledgments()));
                } else {
                    partition.accept(command);
                }
            }
        };
    }

    static Mutant rollsBackInsteadOfCommitting() {
        return new Mutant() {
            @Override
            public void onCommand(Command command, Consumer<Command> partition, Consumer<ServerFrame> client) {
                partition.accept(
                        command instanceof Commit c
                                ? new Rollback(c.partition(), c.requestId(), c.sessionId(), c.transaction())
                                : command);
            }
        };
    }

    /** A single acknowledgment in so many is answered and not done. */
    static Mutant forgetsAcknowledgments() {
        return new Mutant() {
            private int count;

            @Override
            public void onCommand(Command command, Consumer<Command> partition, Consumer<ServerFrame> client) {
                if (command instanceof Acknowledge a && a.transaction() == 0 && ++count % 20 == 0) {
                    client.accept(new ServerFrame.Done(a.partition(), a.requestId()));
                } else {
                    partition.accept(command);
                }
            }
        };
    }

    static Mutant forgetsTheLinksThatAreLost() {
        return new Mutant() {
            @Override
            public boolean hearsOfLostLinks() {
                return false;
            }
        };
    }
}
