package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.function.LongFunction;

/** Opens at its partition what is needed there for the first time: the attachment, destinations, producers. */
final class Openings {

    private final String temporaryPrefix;
    private final Uplink uplink;
    private final Wire wire;
    private final Registry registry;
    private final Resumption resumption;

    Openings(String temporaryPrefix, Uplink uplink, Wire wire, Registry registry, Resumption resumption) {
        this.temporaryPrefix = temporaryPrefix;
        this.uplink = uplink;
        this.wire = wire;
        this.registry = registry;
        this.resumption = resumption;
    }

    // Partitions

    /** Sends a request that yields nothing but its success. */
    void submit(
            int partition,
            Repetition repetition,
            LongFunction<ClientFrame.Command> frame,
            Completion<Nothing> completion) {
        submit(new Request(
                partition, repetition, frame, answer -> completion.onDone(Nothing.NOTHING), completion::onFailed));
    }

    /** Sends a request as soon as its partition is attached, and sees to it that it will be. */
    void submit(Request request) {
        attached(request.partition());
        wire.submit(request);
    }

    /** Whether requests can be sent to a partition now; if not, its attachment is under way and will open what is OPENING. */
    private boolean attached(int partition) {
        Attachment attachment = wire.attachment(partition);
        if (attachment.state() == Attachment.State.DETACHED && uplink.isReady()) {
            resumption.attach(attachment);
        }
        return attachment.isLive();
    }

    // Destinations

    void openDestination(DestinationName name, boolean create, Completion<Integer> completion) {
        DestinationState destination = destination(name, create);
        if (name.kind().isTemporary() && !destination.create && destination.isOpen()) {
            destination.state = DestinationState.State.CLOSED; // it may have gone with its connection: looked for anew
        }
        if (destination.isOpen()) {
            completion.onDone(destination.partition);
        } else {
            destination.waiting.add(completion);
            open(destination);
        }
    }

    /** What is known of a destination; not opened by this. */
    DestinationState destination(DestinationName name, boolean create) {
        DestinationState known = registry.findDestination(name);
        if (known == null) {
            boolean allowed = !name.kind().isTemporary() || name.name().startsWith(temporaryPrefix);
            known = new DestinationState(name, registry.image().partitionOf(name), create && allowed);
            registry.add(known);
        }
        return known;
    }

    void open(DestinationState destination) {
        if (destination.state != DestinationState.State.CLOSED) {
            return;
        }
        destination.state = DestinationState.State.OPENING;
        if (attached(destination.partition)) {
            resumption.openDestination(destination, () -> pumpAll(destination.partition));
        } else {
            resumption.openToo(wire.attachment(destination.partition), destination);
        }
    }

    // Producers

    void open(ProducerState producer) {
        if (producer.state == ProducerState.State.CLOSED) {
            producer.state = ProducerState.State.OPENING;
            if (attached(producer.partition)) {
                resumption.openProducer(producer, () -> pumpAll(producer.partition));
            } else {
                resumption.openToo(wire.attachment(producer.partition), producer);
            }
        }
    }

    private void pumpAll(int partition) {
        for (ProducerState producer : registry.producersOn(partition)) {
            producer.pump(uplink, wire.isLive(partition));
        }
    }
}
