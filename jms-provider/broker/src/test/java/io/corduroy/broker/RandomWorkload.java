package io.corduroy.broker;

import io.corduroy.broker.History.Batch;
import io.corduroy.broker.History.Certainty;
import io.corduroy.broker.History.Sent;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.InvalidArgumentException;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A few clients that send, consume, acknowledge, commit and vanish at random, on one queue. */
final class RandomWorkload {
    private static final int CONSUMER = 1;
    private static final DestinationSettings RETAINING =
            settings(Map.of("retention-time", "3s", "retention-size", "20KiB"));

    final TestPartition partition;
    final History history = new History();
    private final Random random;
    private final List<Actor> actors = new ArrayList<>();
    private int queue;
    private int names;
    int pieces;

    /** One client with one session, one producer and one consumer. */
    private final class Actor {
        final String name = "actor-" + names++;
        final TestClient client = TestClient.attached(partition);
        final long producer = client.producer(1);
        final Map<Long, Sent> unconfirmed = new HashMap<>();
        final Map<Long, ClientFrame.Send> resend = new HashMap<>();
        final Map<Long, List<ClientFrame.SendPiece>> resendPieces = new HashMap<>();
        final Map<Long, Runnable> onPiece = new HashMap<>();
        private ServerFrame.@Nullable Piece lastPiece;
        final Map<Long, Runnable> onDone = new HashMap<>();
        final List<ServerFrame.Deliver> held = new ArrayList<>();
        final Map<ServerFrame.Deliver, Sent> what = new HashMap<>();
        final Map<String, Integer> lastUnmarked = new HashMap<>();
        final List<ServerFrame.Deliver> acknowledgedIn = new ArrayList<>();
        boolean open;
        int sent;
        long transaction = 1;

        @Nullable
        Batch batch;

        /** Sends a message in pieces now and then, and sometimes begins one that never comes. */
        void send(boolean transacted) {
            if (random.nextInt(20) == 0) {
                LargeBody given = new LargeBody(random.nextLong(), 4);
                given.pieces(producer, client.nextSequence(producer), true)
                        .subList(0, 1 + random.nextInt(4))
                        .forEach(client::tell);
            }
            send(transacted, random.nextInt(8) == 0 ? 1 + random.nextInt(4) : 0);
        }

        private void send(boolean transacted, int pieces) {
            if (transacted && batch == null) {
                batch = history.begin();
            }
            Batch of = transacted ? batch : null;
            String sender = transacted ? name + " transacted" : name; // as if by another session
            Sent message = history.send(sender, sent++, of);
            long sequence = client.nextSequence(producer);
            ClientFrame.Send frame = client.message(
                    producer, sequence, queue, of == null ? 0 : transaction, true, 4, TestClient.text(message.text));
            if (of == null) {
                unconfirmed.put(sequence, message);
            }
            if (pieces > 0) {
                frame = SendDraft.like(frame).pieces(pieces).frame();
                resendPieces.put(sequence, bodyOf(message, pieces).pieces(producer, sequence, true));
                resendPieces.get(sequence).forEach(client::tell);
            }
            resend.put(sequence, frame);
            client.tell(frame);
        }

        private LargeBody bodyOf(Sent message, int pieces) {
            return new LargeBody(message.text.hashCode(), pieces);
        }

        /** Asks for one piece of what came. */
        private void look(ServerFrame.Deliver delivery, Sent message) {
            LargeBody body = bodyOf(message, delivery.pieces());
            History.require(delivery.bodyBytes() == body.bytes.length, "the length of " + message.text);
            int piece = random.nextInt(delivery.pieces());
            ClientFrame.FetchPiece fetch = LargeBody.fetch(client, delivery, piece);
            onPiece.put(
                    fetch.requestId(),
                    () -> History.require(
                            Objects.requireNonNull(lastPiece)
                                    .bytes()
                                    .equals(body.piece(0, 0, piece, true).bytes()),
                            "piece " + piece + " of " + message.text + " is another one"));
            client.tell(fetch);
        }

        void openConsumer(List<LaneRange> claims) {
            client.tell(client.consumer(CONSUMER, 1, queue, SubscriptionSpec.OF_QUEUE, "", random.nextInt(20), claims));
            open = true;
        }

        void closeConsumer() {
            open = false;
            int seen = random.nextInt(held.size() + 1);
            List<ServerFrame.Deliver> unseen = new ArrayList<>(held.subList(seen, held.size()));
            List<LaneRange> kept = TestClient.rangesOf(held.subList(0, seen));
            client.tell(new ClientFrame.CloseConsumer(1, client.nextRequest(), CONSUMER, kept));
            forgetUnseen(unseen);
            client.tell(new ClientFrame.Release(1, client.nextRequest(), 1, CONSUMER, true, TestClient.rangesOf(held)));
            held.clear();
        }

        /** What the application never saw may come again unmarked, and in its old place. */
        void forgetUnseen(List<ServerFrame.Deliver> unseen) {
            for (ServerFrame.Deliver each : unseen) {
                Sent message = what.get(each);
                if (message != null && each.deliveryCount() == 1) {
                    message.seen = false;
                }
            }
            held.removeAll(unseen);
            actors.forEach(each -> each.lastUnmarked.clear()); // who gets them now may have later ones already
        }

        void acknowledge() {
            List<ServerFrame.Deliver> some = takeSome();
            if (some.isEmpty()) {
                return;
            }
            some.forEach(each -> sentOf(each).acknowledged = Certainty.PERHAPS);
            ClientFrame.Acknowledge command = client.acknowledgment(CONSUMER, 0, some);
            onDone.put(command.requestId(), () -> some.forEach(each -> sentOf(each).acknowledged = Certainty.YES));
            client.tell(command);
        }

        void acknowledgeInTransaction() {
            List<ServerFrame.Deliver> some = takeSome();
            if (some.isEmpty()) {
                return;
            }
            if (batch == null) {
                batch = history.begin();
            }
            for (ServerFrame.Deliver each : some) {
                batch.acknowledgments.add(sentOf(each));
            }
            acknowledgedIn.addAll(some);
            client.tell(client.acknowledgment(CONSUMER, transaction, some));
        }

        void release() {
            client.tell(new ClientFrame.Release(
                    1, client.nextRequest(), 1, CONSUMER, true, TestClient.rangesOf(takeSome())));
        }

        List<ServerFrame.Deliver> takeSome() {
            List<ServerFrame.Deliver> some = new ArrayList<>();
            for (ServerFrame.Deliver each : List.copyOf(held)) {
                if (random.nextBoolean()) {
                    some.add(each);
                }
            }
            held.removeAll(some);
            return some;
        }

        Sent sentOf(ServerFrame.Deliver delivery) {
            return Objects.requireNonNull(what.get(delivery));
        }

        void commit() {
            Batch committing = batch;
            if (committing == null) {
                return;
            }
            history.committing(committing);
            ClientFrame.Commit command =
                    client.commit(transaction, committing.sends.size(), committing.acknowledgments.size());
            onDone.put(command.requestId(), () -> history.committed(committing));
            endTransaction();
            client.tell(command);
        }

        void rollBack() {
            Batch rolledBack = batch;
            if (rolledBack == null) {
                return;
            }
            history.rolledBack(rolledBack);
            client.tell(new ClientFrame.Rollback(1, client.nextRequest(), 1, transaction));
            client.tell(new ClientFrame.Release(
                    1, client.nextRequest(), 1, CONSUMER, true, TestClient.rangesOf(acknowledgedIn)));
            endTransaction();
        }

        private void endTransaction() {
            batch = null;
            transaction++;
            acknowledgedIn.clear();
        }

        /** The link breaks and comes back: what is held is claimed, what is not confirmed is sent again. */
        void reconnect() {
            listen();
            if (batch != null || !onDone.isEmpty()) {
                return; // repeating acknowledgments and commits is the client engine's art, tested there
            }
            partition.disconnect(client, false);
            onPiece.clear();
            client.attach();
            client.producer(1);
            if (open) {
                openConsumer(TestClient.rangesOf(held));
            }
            resend.values().stream()
                    .sorted(Comparator.comparingLong(ClientFrame.Send::sequence))
                    .forEach(each -> {
                        resendPieces.getOrDefault(each.sequence(), List.of()).forEach(client::tell);
                        client.tell(each);
                    });
            client.tell(new ClientFrame.Resumed(1, client.nextRequest()));
        }

        /** Looks at what came. */
        void listen() {
            List<ServerFrame> frames = new ArrayList<>(client.received);
            client.received.clear();
            for (ServerFrame frame : frames) {
                if (frame instanceof ServerFrame.Deliver delivery) {
                    onDelivery(delivery);
                } else if (frame instanceof ServerFrame.SendConfirmed confirmed) {
                    for (long s = confirmed.firstSequence(); s <= confirmed.lastSequence(); s++) {
                        resend.remove(s);
                        Sent message = unconfirmed.remove(s);
                        if (message != null) {
                            message.exists = Certainty.YES;
                        }
                    }
                } else if (frame instanceof ServerFrame.Piece piece) {
                    lastPiece = piece;
                    Objects.requireNonNull(onPiece.remove(piece.requestId())).run();
                    pieces++;
                } else if (frame instanceof ServerFrame.Failed failed && onPiece.remove(failed.requestId()) != null) {
                    History.require(failed.code() == ErrorCode.DELIVERY_UNKNOWN, "refused: " + failed);
                } else if (frame instanceof ServerFrame.Done done) {
                    Runnable action = onDone.remove(done.requestId());
                    if (action != null) {
                        action.run();
                    }
                } else if (frame instanceof ServerFrame.Failed || frame instanceof ServerFrame.SendRejected) {
                    throw new AssertionError("refused: " + frame);
                }
            }
        }

        private void onDelivery(ServerFrame.Deliver delivery) {
            Sent message = history.delivered(delivery);
            for (Actor other : actors) {
                History.require(
                        other.held.stream().noneMatch(each -> other.sentOf(each) == message),
                        "in flight to two: " + message.text);
            }
            if (delivery.deliveryCount() == 1) {
                Integer last = lastUnmarked.put(message.sender, message.number);
                History.require(
                        last == null || last < message.number, "out of order: " + message.text + " after " + last);
            }
            what.put(delivery, message);
            held.add(delivery);
            if (delivery.pieces() > 0) {
                look(delivery, message);
            }
        }
    }

    RandomWorkload(long seed) {
        random = new Random(seed);
        BrokerConfig config =
                BrokerConfig.builder().graceMs(500).checkpointBytes(8 << 10).build();
        partition = new TestPartition(
                seed % 2 == 0
                        ? config.toBuilder().newDestinations(any -> RETAINING).build()
                        : config,
                TestPartition.SMALL,
                seed);
        begin();
    }

    private static DestinationSettings settings(Map<String, String> changes) {
        try {
            return DestinationSettings.DEFAULTS.with(changes);
        } catch (InvalidArgumentException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void begin() {
        actors.clear();
        for (int i = 0; i < 3; i++) {
            Actor actor = new Actor();
            queue = actor.client.open(TestClient.ORDERS);
            actors.add(actor);
        }
    }

    void step() {
        Actor actor = actors.get(random.nextInt(actors.size()));
        int dice = random.nextInt(100);
        if (dice < 25) {
            actor.send(false);
        } else if (dice < 33) {
            actor.send(true);
        } else if (dice < 40) {
            if (actor.open) {
                actor.client.tell(new ClientFrame.Credit(1, CONSUMER, random.nextInt(5)));
            } else {
                actor.openConsumer(List.of());
            }
        } else if (dice < 50) {
            actor.acknowledge();
        } else if (dice < 54) {
            actor.acknowledgeInTransaction();
        } else if (dice < 58) {
            actor.commit();
        } else if (dice < 60) {
            actor.rollBack();
        } else if (dice < 63) {
            actor.release();
        } else if (dice < 65 && actor.open && actor.acknowledgedIn.isEmpty()) {
            actor.closeConsumer();
        } else if (dice < 67) {
            actor.reconnect();
        } else if (dice < 90) {
            runSome();
        } else if (dice < 96) {
            partition.nowMs += random.nextInt(300);
            partition.engine.onTimer(partition.nowMs);
            partition.turn();
        } else if (dice == 99) {
            listen();
            partition.crash();
            begin();
        }
        listen();
    }

    private void runSome() {
        partition.turn();
        for (int n = random.nextInt(3); n > 0 && partition.waitingTasks() > 0; n--) {
            partition.runOneTask();
            partition.turn();
            listen();
        }
    }

    private void listen() {
        actors.forEach(Actor::listen);
    }

    /** All clients vanish, and one takes everything that is left. */
    void finish() {
        partition.settle();
        listen();
        partition.crash();
        begin();
        partition.advance(1_000);
        Actor last = actors.get(0);
        last.client.done(last.client.consumer(CONSUMER, 1, queue, "", 100_000));
        partition.settle();
        last.listen();
        last.held.forEach(each -> last.sentOf(each).drained = true);
        history.judgeTheEnd();
        long[] needed = new long[1];
        partition.engine.state().holders().forEachNeededPosition(position -> needed[0]++);
        History.require(
                needed[0] == partition.liveRecords(),
                partition.liveRecords() + " records are live, " + needed[0] + " are needed");
    }

    long hash() {
        partition.settle();
        return partition.engine.state().stateHash();
    }

    long hashOfReplay() {
        partition.settle();
        return partition.rebuilt(partition.disk.copy(1)).stateHash();
    }
}
