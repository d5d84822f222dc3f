package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.ConsumerSpec;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Failure;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.simulation.history.Consumption;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Letter;
import io.corduroy.simulation.history.SubscriptionRecord;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session's place for one consumer, which is opened again after it was closed. */
final class ConsumerSlot {

    private static final int PREFETCH_BYTES = 64 * 1024;

    private final ReceivingSession session;
    private final SimulatedClient client;
    private final ConsumerPlan plan;
    private @Nullable Inbox inbox;

    ConsumerSlot(ReceivingSession session, ConsumerPlan plan) {
        this.session = session;
        this.client = session.client;
        this.plan = plan;
    }

    boolean isVacant() {
        return inbox == null || inbox.state == Inbox.State.CLOSED;
    }

    boolean hasUnseen() {
        return inbox != null && inbox.unseenCount() > 0;
    }

    int consumerId() {
        return current().consumerId;
    }

    String consumerName() {
        return current().name;
    }

    SubscriptionRecord subscription() {
        return current().subscription;
    }

    private Inbox current() {
        return Objects.requireNonNull(inbox);
    }

    /** Opens a consumer; the session waits for the answer. */
    void open(Consumer<Failure> onFailed) {
        int consumerId = client.nextConsumerId();
        String name = session.name() + "/" + consumerId;
        SubscriptionRecord subscription = subscriptionFor(consumerId);
        Inbox opening = new Inbox(session, consumerId, name, subscription, plan.prefetch());
        inbox = opening;
        client.register(opening);
        session.await();
        client.engine.openConsumer(
                new ConsumerSpec(
                        consumerId,
                        session.id(),
                        plan.destination(),
                        new SubscriptionSpec(plan.kind(), client.config.clientId(), plan.name(), false),
                        plan.colour() == SubscriptionRecord.ALL_COLOURS ? "" : Letter.COLOUR + " = " + plan.colour(),
                        plan.mode(),
                        plan.prefetch(),
                        PREFETCH_BYTES),
                Completion.of(
                        done -> {
                            if (opening.state == Inbox.State.OPENING) {
                                opening.state = Inbox.State.OPEN;
                            }
                            if (plan.destination().kind().isTemporary()) {
                                client.replyAddresses.add(plan.destination());
                            }
                            if (plan.kind() != Kind.QUEUE) {
                                client.ledger.exists(subscription);
                            }
                            client.ledger.totals().count("consumers");
                            session.proceed();
                        },
                        failure -> {
                            client.world.note("not opened", name + ": " + failure, consumerId);
                            client.ledger.totals().count("consumers refused");
                            opening.state = Inbox.State.CLOSED;
                            onFailed.accept(failure);
                        }));
    }

    private SubscriptionRecord subscriptionFor(int consumerId) {
        Ledger ledger = client.ledger;
        String prefix = client.config.clientId().isEmpty() ? "" : client.config.clientId() + ":";
        return switch (plan.kind()) {
            case QUEUE -> ledger.queue(plan.destination());
            case UNSHARED ->
                ledger.subscribing(
                        plan.destination(), "of " + client.name + " consumer " + consumerId, false, plan.colour());
            case SHARED -> {
                // It comes and goes with its consumers: nobody can say what it is owed.
                SubscriptionRecord shared =
                        ledger.subscribing(plan.destination(), "shared " + prefix + plan.name(), false, plan.colour());
                ledger.ended(shared);
                yield shared;
            }
            case UNSHARED_DURABLE, SHARED_DURABLE ->
                ledger.subscribing(plan.destination(), prefix + plan.name(), true, plan.colour());
        };
    }

    Inbox.Arrived take() {
        return current().removeFirst();
    }

    /** What was taken is here as a whole, or will never be. */
    void onTaken() {
        client.engine.taken(current().consumerId, 1);
    }

    void checkSelected(Consumption consumption) {
        if (plan.colour() != SubscriptionRecord.ALL_COLOURS && plan.colour() != consumption.colour()) {
            client.world.violated("not selected, and delivered: " + consumption + " to " + current().name);
        }
    }

    /** Asks for a message if this consumer has to. */
    void pull() {
        Inbox asking = current();
        if (plan.prefetch() == 0 && asking.state == Inbox.State.OPEN && !asking.pulling) {
            asking.pulling = true;
            client.engine.pull(asking.consumerId);
        }
    }

    /** Closes the consumer; what it has not seen goes back. */
    void close() {
        Inbox closing = current();
        if (closing.state != Inbox.State.OPEN) {
            return;
        }
        closing.state = Inbox.State.CLOSING;
        if (!closing.subscription.isDurable()) {
            client.ledger.ended(closing.subscription);
        }
        client.ledger.totals().add("unseen at close", closing.unseenCount());
        client.engine.closeConsumer(
                closing.consumerId, closing.dropUnseen(), session.then(outcome -> closing.state = Inbox.State.CLOSED));
    }

    /** Gives back what has expired while it waited here. */
    void passOver(Delivery delivery) {
        client.ledger.totals().count("deliveries passed over");
        List<LaneRange> ranges = List.of(Inbox.rangeOf(delivery));
        client.engine.release(current().consumerId, false, ranges, Completion.ignored());
        session.wake();
    }

    /** What receiveNoWait does: a certain answer whether there is anything. */
    void drain() {
        client.ledger.totals().count("drains");
        drainIfOpen();
    }

    void drainIfOpen() {
        if (!isVacant() && current().state == Inbox.State.OPEN) {
            client.engine.drain(current().consumerId, session.then(outcome -> {}));
        }
    }
}
