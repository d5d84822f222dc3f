package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame.Attached;
import io.corduroy.protocol.frame.ServerFrame.DestinationOpened;
import io.corduroy.protocol.frame.ServerFrame.ProducerOpened;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a partition know again what this connection has open, link after link: attach; destinations if it has forgotten us,
 * producers; then, without waiting, consumers with what they hold, unconfirmed sends, waiting requests, and "resumed".
 */
final class Resumption {

    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);

    private static final Failure ROLLED_BACK = Failure.refused(
            ErrorCode.TRANSACTION_ROLLED_BACK,
            "the connection was lost for so long that the broker rolled the transaction back; do the work again");

    private final Wire wire;
    private final Registry registry;
    private final Credits credits;
    private final EngineOutbox outbox;

    Resumption(Wire wire, Registry registry, Credits credits, EngineOutbox outbox) {
        this.wire = wire;
        this.registry = registry;
        this.credits = credits;
        this.outbox = outbox;
    }

    void attach(Attachment attachment) {
        attachment.onAttaching();
        wire.sendNow(new Request(
                attachment.partition,
                Repetition.PER_LINK,
                id -> new ClientFrame.Attach(attachment.partition, id, attachment.client()),
                answer -> {
                    if (answer instanceof Attached attached) {
                        onAttached(attachment, attached);
                    }
                },
                failure -> onAttachFailed(attachment, failure)));
    }

    private void onAttachFailed(Attachment attachment, Failure failure) {
        LOG.debug("cannot attach: partition={} why={}", attachment.partition, failure);
        attachment.takeWaiting().forEach(request -> request.onFailed(failure));
        attachment.onDetached(List.of());
        registry.producersOn(attachment.partition).forEach(producer -> producer.failAll(failure));
        for (DestinationState destination : registry.destinationsOn(attachment.partition)) {
            if (!destination.waiting.isEmpty()) {
                destination.onFailed(failure);
            }
        }
    }

    private void onAttached(Attachment attachment, Attached attached) {
        attachment.onRestoring(attached.known(), attached.client());
        if (attachment.onEpoch(attached.epoch())) {
            LOG.info("a new epoch of the partition: partition={} epoch={}", attachment.partition, attached.epoch());
            registry.onEpochChanged(attachment.partition);
        }
        if (attachment.wasEverLive() && !attached.known()) {
            LOG.info("the broker has forgotten this client: partition={}", attachment.partition);
            forgetWithIt(attachment);
        }
        for (ProducerState producer : registry.producersOn(attachment.partition)) {
            if (producer.state != ProducerState.State.CLOSED) {
                producer.state = ProducerState.State.OPENING;
                openToo(attachment, producer);
            }
        }
        for (DestinationState destination : destinationsToReopen(attachment)) {
            openToo(attachment, destination);
        }
        if (!attachment.hasOpenAnswers()) {
            goLive(attachment);
        }
    }

    /** While what was open is opened again, something else is to be opened: that is waited for as well. */
    void openToo(Attachment attachment, ProducerState producer) {
        if (attachment.isRestoring()) {
            attachment.onRestoreAsked();
            openProducer(producer, () -> onRestoreAnswered(attachment));
        }
    }

    /** As above. */
    void openToo(Attachment attachment, DestinationState destination) {
        if (attachment.isRestoring()) {
            attachment.onRestoreAsked();
            openDestination(destination, () -> onRestoreAnswered(attachment));
        }
    }

    /** What was held in the broker's memory is gone: transactions, deliveries, temporary destinations. */
    private void forgetWithIt(Attachment attachment) {
        int partition = attachment.partition;
        attachment.onForgotten();
        for (SessionState session : registry.sessions()) {
            session.openTransactions().stream()
                    .filter(tx -> tx.hasPart(partition))
                    .forEach(tx -> tx.onDoomed(ROLLED_BACK));
        }
        attachment
                .takeWaiting(request -> request.repetition() == Repetition.OF_TRANSACTION)
                .forEach(work -> work.onFailed(ROLLED_BACK));
        for (Request decision : attachment.takeWaiting(request -> request.repetition() == Repetition.DECISION)) {
            decision.onFailed(
                    decision.wasSent()
                            ? Failure.outcomeUnknown("the connection was lost during the commit for so long that the"
                                    + " broker no longer knows this session; whether the transaction was committed is"
                                    + " not known")
                            : ROLLED_BACK);
        }
        for (ConsumerState consumer : registry.consumersOn(partition)) {
            List<LaneRange> dropped = outbox.revoke(consumer.id());
            consumer.onRevoked(dropped);
        }
        for (DestinationState destination : registry.destinationsOn(partition)) {
            destination.state = DestinationState.State.CLOSED;
        }
    }

    private Set<DestinationState> destinationsToReopen(Attachment attachment) {
        Set<DestinationState> needed =
                new LinkedHashSet<>(); // identity: DestinationState has no equals; order of discovery
        for (ConsumerState consumer : registry.consumersOn(attachment.partition)) {
            needed.add(consumer.destination);
        }
        for (ProducerState producer : registry.producersOn(attachment.partition)) {
            needed.addAll(producer.destinationsInUse());
        }
        for (DestinationState destination : registry.destinationsOn(attachment.partition)) {
            if (destination.state == DestinationState.State.OPENING
                    || !destination.waiting.isEmpty()
                    || (destination.create && destination.name.kind().isTemporary())) {
                needed.add(destination);
            }
        }
        needed.removeIf(DestinationState::isOpen);
        return needed;
    }

    private void onRestoreAnswered(Attachment attachment) {
        if (attachment.onRestoreAnswered()) {
            goLive(attachment);
        }
    }

    private void goLive(Attachment attachment) {
        int partition = attachment.partition;
        boolean awaited = attachment.isAwaited();
        for (ConsumerState consumer : registry.consumersOn(partition)) {
            if (consumer.state != ConsumerState.State.OPENING) {
                reopen(consumer);
            }
        }
        // Not live yet: a commit that the last send sets free joins the requests that wait, behind the acknowledgments.
        for (ProducerState producer : registry.producersOn(partition)) {
            if (producer.isOpen()) {
                producer.repeat(wire.uplink);
                producer.pump(wire.uplink, true);
            }
        }
        attachment.onLive();
        attachment.takeWaiting().forEach(wire::submit);
        registry.producersOn(partition)
                .forEach(producer -> producer.pump(wire.uplink, true)); // what was sent meanwhile
        if (awaited) {
            wire.sendNow(new Request(
                    partition,
                    Repetition.PER_LINK,
                    id -> new ClientFrame.Resumed(partition, id),
                    answer -> LOG.debug("resumed: partition={}", partition),
                    failure -> LOG.warn("the broker did not accept the resumption: {}", failure)));
        }
        // Not before all have claimed: what one of them holds must not be given to another.
        registry.consumersOn(partition).forEach(consumer -> credits.grant(consumer, true));
        wire.uplink.onHealthy();
    }

    private void reopen(ConsumerState consumer) {
        if (!consumer.destination.isOpen()) {
            registry.remove(consumer);
            outbox.onConsumerClosed(
                    consumer.id(),
                    Failure.refused(
                            ErrorCode.DESTINATION_UNKNOWN,
                            consumer.destination.name + " was deleted while the connection was lost"));
            return;
        }
        wire.sendNow(new Request(
                consumer.partition(), Repetition.PER_LINK, id -> openFrame(consumer, id), answer -> {}, failure -> {
                    registry.remove(consumer);
                    outbox.onConsumerClosed(consumer.id(), failure);
                }));
        if (consumer.state == ConsumerState.State.CLOSED) {
            wire.sendNow(new Request(
                    consumer.partition(),
                    Repetition.PER_LINK,
                    id -> new ClientFrame.CloseConsumer(
                            consumer.partition(), id, consumer.id(), consumer.keptBut(List.of())),
                    answer -> {},
                    failure -> LOG.debug("cannot close consumer {} again: {}", consumer.id(), failure)));
        }
    }

    ClientFrame.OpenConsumer openFrame(ConsumerState consumer, long requestId) {
        ConsumerSpec spec = consumer.spec;
        return new ClientFrame.OpenConsumer(
                consumer.partition(),
                requestId,
                spec.consumerId(),
                spec.sessionId(),
                consumer.destination.id,
                spec.subscription(),
                spec.selector(),
                consumer.creditToOpenWith(consumer.state == ConsumerState.State.OPENING && registry.isFlowing()),
                spec.mode(),
                consumer.isBrowser() ? List.of() : consumer.claims());
    }

    void openDestination(DestinationState destination, Runnable afterwards) {
        destination.state = DestinationState.State.OPENING;
        wire.sendNow(new Request(
                destination.partition,
                Repetition.PER_LINK,
                id -> new ClientFrame.OpenDestination(destination.partition, id, destination.name, destination.create),
                answer -> {
                    if (answer instanceof DestinationOpened opened) {
                        if (destination.isReplacedBy(opened.destinationId())) {
                            registry.consumersOn(destination.partition).stream()
                                    .filter(consumer -> consumer.destination == destination)
                                    .forEach(ConsumerState::onDestinationReplaced);
                        }
                        destination.onOpened(opened.destinationId());
                    } else {
                        destination.onFailed(Wire.unexpected(answer));
                    }
                    afterwards.run();
                },
                failure -> {
                    for (ProducerState producer : registry.producersOn(destination.partition)) {
                        producer.onDestinationFailed(destination, failure);
                    }
                    destination.onFailed(failure);
                    afterwards.run();
                }));
    }

    void openProducer(ProducerState producer, Runnable afterwards) {
        wire.sendNow(new Request(
                producer.partition,
                Repetition.PER_LINK,
                id -> new ClientFrame.OpenProducer(producer.partition, id, producer.sessionId),
                answer -> {
                    if (answer instanceof ProducerOpened opened) {
                        onProducerOpened(producer, opened);
                    } else {
                        producer.failAll(Wire.unexpected(answer));
                    }
                    afterwards.run();
                },
                failure -> {
                    producer.state = ProducerState.State.CLOSED;
                    producer.failAll(failure);
                    afterwards.run();
                }));
    }

    private void onProducerOpened(ProducerState producer, ProducerOpened opened) {
        ProducerIdentity identity = new ProducerIdentity(registry.logIdOf(producer.partition), opened.producer());
        boolean changed = producer.onOpened(identity);
        registry.onProducerNumber(producer);
        if (changed) {
            outbox.onProducerOpened(producer.sessionId, producer.partition, identity);
        }
        List<Completion<ProducerIdentity>> told = List.copyOf(producer.opening);
        producer.opening.clear();
        told.forEach(completion -> completion.onDone(identity));
    }
}
