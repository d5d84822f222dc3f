package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Opens and closes consumers, and learns from the session how much they can take. */
final class Consumers {

    private final Registry registry;
    private final Openings openings;
    private final Resumption resumption;
    private final Subscriptions subscriptions;
    private final Credits credits;
    private final Acknowledgments acknowledgments;

    Consumers(
            Registry registry,
            Openings openings,
            Resumption resumption,
            Subscriptions subscriptions,
            Credits credits,
            Acknowledgments acknowledgments) {
        this.registry = registry;
        this.openings = openings;
        this.resumption = resumption;
        this.subscriptions = subscriptions;
        this.credits = credits;
        this.acknowledgments = acknowledgments;
    }

    void open(ConsumerSpec spec, Completion<Nothing> completion) {
        openings.openDestination(
                spec.destination(),
                true,
                Completion.of(
                        partition -> subscriptions.claimName(
                                spec, partition, Completion.of(free -> openOn(spec, completion), completion::onFailed)),
                        completion::onFailed));
    }

    private void openOn(ConsumerSpec spec, Completion<Nothing> completion) {
        if (!registry.isOpen(spec.sessionId())) { // closed while its destination was sought
            completion.onFailed(Failure.sessionClosed());
            return;
        }
        ConsumerState consumer = new ConsumerState(spec, openings.destination(spec.destination(), true));
        registry.add(consumer);
        openings.submit(new Request(
                consumer.partition(),
                Repetition.REPEATED,
                id -> resumption.openFrame(consumer, id),
                answer -> {
                    if (consumer.state == ConsumerState.State.OPENING) {
                        consumer.state = ConsumerState.State.OPEN;
                    }
                    completion.onDone(Nothing.NOTHING);
                    credits.grant(consumer, true);
                },
                failure -> {
                    registry.remove(consumer);
                    completion.onFailed(failure);
                }));
    }

    // Room for deliveries

    void pull(int consumerId) {
        registry.consumer(consumerId).ifPresent(consumer -> {
            consumer.onPull();
            credits.grant(consumer, true);
        });
    }

    void wanted(int consumerId) {
        registry.consumer(consumerId).ifPresent(consumer -> {
            consumer.onWanted();
            credits.grant(consumer, true);
        });
    }

    void endPull(int consumerId) {
        registry.consumer(consumerId).ifPresent(ConsumerState::onPullEnded);
    }

    void taken(int consumerId, int count) {
        registry.consumer(consumerId).ifPresent(consumer -> {
            consumer.onTaken(count);
            consumer.onWanted();
            credits.grant(consumer, false);
        });
    }

    // Questions

    void drain(int consumerId, Completion<Nothing> completion) {
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        ConsumerState consumer = found.get();
        acknowledgments.sendOf(consumer.spec.sessionId());
        openings.submit(
                consumer.partition(),
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.Drain(consumer.partition(), id, consumerId),
                completion);
    }

    void fetchPiece(int consumerId, int lane, long sequence, int piece, Completion<ByteBuffer> completion) {
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty()) {
            completion.onFailed(Failure.refused(
                    ErrorCode.DELIVERY_UNKNOWN, "the consumer is gone, and with it the rest of the message's body"));
            return;
        }
        int partition = found.get().partition();
        openings.submit(new Request(
                partition,
                Repetition.REPEATED,
                id -> new ClientFrame.FetchPiece(partition, id, consumerId, lane, sequence, piece),
                answer -> {
                    if (answer instanceof ServerFrame.Piece got) {
                        completion.onDone(FrameReader.copy(got.bytes()));
                    } else {
                        completion.onFailed(Wire.unexpected(answer));
                    }
                },
                completion::onFailed));
    }

    // The end

    void close(int consumerId, List<LaneRange> unseen, Completion<Nothing> completion) {
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        ConsumerState consumer = found.get();
        acknowledgments.sendOf(consumer.spec.sessionId());
        consumer.state = ConsumerState.State.CLOSING;
        List<LaneRange> returned = consumer.isBrowser() ? List.of() : List.copyOf(unseen);
        Runnable closed = () -> {
            consumer.state = ConsumerState.State.CLOSED;
            consumer.onReleased(returned);
            registry.removeIfDone(consumer);
        };
        openings.submit(
                consumer.partition(),
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.CloseConsumer(consumer.partition(), id, consumerId, consumer.keptBut(returned)),
                Completion.of(
                        done -> {
                            closed.run();
                            completion.onDone(Nothing.NOTHING);
                        },
                        failure -> {
                            closed.run();
                            completion.onFailed(failure);
                        }));
    }
}
