package io.corduroy.broker;

import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.delivery.SessionName;
import io.corduroy.broker.delivery.SubscriptionDelivery;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame.CloseConsumer;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;
import io.corduroy.protocol.frame.ClientFrame.Unsubscribe;
import io.corduroy.selector.Selector;
import io.corduroy.selector.SelectorException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Opens and closes consumers, and finds, makes and ends the subscriptions that they ask for (3.1, 4.2 and 8.3). */
final class Subscriptions {
    private final PartitionState state;
    private final Journal journal;
    private final Deliveries deliveries;
    private final Transactions transactions;

    Subscriptions(PartitionState state, Journal journal, Deliveries deliveries, Transactions transactions) {
        this.state = state;
        this.journal = journal;
        this.deliveries = deliveries;
        this.transactions = transactions;
    }

    /** A request that cannot be done. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        final ErrorCode code;

        Refused(ErrorCode code, String text) {
            super(text);
            this.code = code;
        }
    }

    void onOpenConsumer(AttachedClient client, OpenConsumer command) {
        try {
            open(client, command);
        } catch (Refused e) {
            client.link.failed(command.requestId(), e.code, String.valueOf(e.getMessage()));
        }
    }

    private void open(AttachedClient client, OpenConsumer command) throws Refused {
        Destination destination = state.destination(command.destinationId());
        if (destination == null) {
            throw new Refused(
                    ErrorCode.DESTINATION_UNKNOWN, "destination " + command.destinationId() + " does not exist");
        }
        SubscriptionSpec spec = command.subscription();
        boolean ofQueue = spec.kind() == SubscriptionSpec.Kind.QUEUE;
        if (ofQueue != destination.isQueue()) {
            throw new Refused(
                    ErrorCode.INVALID_ARGUMENT, destination.name() + " has no subscription of kind " + spec.kind());
        }
        boolean browses = command.mode() == OpenConsumer.Mode.BROWSE_RETAINED
                || (command.mode() == OpenConsumer.Mode.BROWSE && ofQueue);
        if (browses && command.credit() >= 0) {
            browse(client, command, destination);
            return;
        }
        if (command.mode().isBrowser() || command.credit() < 0) {
            throw new Refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "mode " + command.mode() + " with credit " + command.credit() + " is not offered");
        }
        Selector selector = parse(command.selector());
        Consumer before = client.consumers.remove(command.consumerId());
        if (before != null) {
            client.stale.put(before.id(), before);
        }
        Subscription existing = find(client, destination, command);
        Consumer consumer = new Consumer(
                client.link,
                command.consumerId(),
                new SessionName(client.instance, command.sessionId()),
                command.mode(),
                ofQueue ? selector : null,
                command.credit());
        client.consumers.put(consumer.id(), consumer);
        if (existing != null) {
            finish(client, command, consumer, existing);
            return;
        }
        if (!spec.kind().isDurable()) {
            Subscription made =
                    state.volatileChanges().subscribe(destination, spec, command.selector(), client.instance);
            finish(client, command, consumer, made);
            return;
        }
        journal.append(journal.write.subscriptionCreated(destination.id(), spec, command.selector()));
        AttachedClient.LinkSide link = client.link;
        journal.whenApplied(() -> {
            Subscription created = state.subscription(spec);
            if (created == null || created.destination() != destination || consumer.isClosed()) {
                link.failed(command.requestId(), ErrorCode.SUBSCRIPTION_CONFLICT, describe(spec) + " was changed");
                return;
            }
            finish(client, command, consumer, created);
        });
    }

    /** After a reconnection a browser begins anew: there is nothing that it holds. */
    private void browse(AttachedClient client, OpenConsumer command, Destination destination) throws Refused {
        Selector selector = parse(command.selector());
        Consumer before = client.consumers.remove(command.consumerId());
        if (before != null) {
            discard(before);
        }
        Consumer consumer = new Consumer(
                client.link,
                command.consumerId(),
                new SessionName(client.instance, command.sessionId()),
                command.mode(),
                selector,
                command.credit());
        client.consumers.put(consumer.id(), consumer);
        client.link.done(command.requestId());
        if (command.mode() == OpenConsumer.Mode.BROWSE) {
            deliveries.browse(destination.subscriptions().get(0), consumer);
        } else {
            deliveries.browse(destination, consumer);
        }
    }

    private static @Nullable Selector parse(String text) throws Refused {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return Selector.parse(text);
        } catch (SelectorException e) {
            throw new Refused(ErrorCode.INVALID_SELECTOR, String.valueOf(e.getMessage()));
        }
    }

    private void finish(AttachedClient client, OpenConsumer command, Consumer consumer, Subscription subscription) {
        SubscriptionDelivery delivery = deliveries.of(subscription);
        delivery.add(consumer, client.stale.get(consumer.id()));
        deliveries.claim(client, consumer, command.held());
        Consumer before = client.resuming ? null : client.stale.remove(consumer.id());
        if (before != null) {
            discard(before);
        }
        consumerLink(consumer).done(command.requestId());
    }

    private static AttachedClient.LinkSide consumerLink(Consumer consumer) {
        return (AttachedClient.LinkSide) consumer.link();
    }

    /** A consumer of the link before is not needed any more: what nobody claimed of it was never seen. */
    void discard(Consumer stale) {
        deliveries.returnUnseen(stale, stale.heldRanges());
        deliveries.onClose(stale, List.of());
    }

    /** The subscription that is meant, null if it has to be created. */
    private @Nullable Subscription find(AttachedClient client, Destination destination, OpenConsumer command)
            throws Refused {
        SubscriptionSpec spec = command.subscription();
        return switch (spec.kind()) {
            case QUEUE -> destination.subscriptions().get(0);
            case UNSHARED -> ofStale(client, command, destination);
            case UNSHARED_DURABLE, SHARED, SHARED_DURABLE -> named(client, destination, command);
        };
    }

    /** A non-durable subscription survives the loss of its consumer's link, but not more. */
    private static @Nullable Subscription ofStale(
            AttachedClient client, OpenConsumer command, Destination destination) {
        Consumer stale = client.stale.get(command.consumerId());
        SubscriptionDelivery delivery = stale == null ? null : stale.delivery();
        if (delivery == null || delivery.subscription().isDeleted()) {
            return null;
        }
        Subscription subscription = delivery.subscription();
        boolean same = subscription.destination() == destination
                && subscription.spec().equals(command.subscription())
                && subscription.selectorText().equals(command.selector());
        return same ? subscription : null;
    }

    private @Nullable Subscription named(AttachedClient client, Destination destination, OpenConsumer command)
            throws Refused {
        SubscriptionSpec spec = command.subscription();
        Subscription existing = state.subscription(spec);
        if (existing == null) {
            return null;
        }
        boolean active = isActiveElsewhere(client, existing);
        if (existing.spec().kind() != spec.kind()) {
            throw new Refused(
                    ErrorCode.SUBSCRIPTION_CONFLICT,
                    describe(spec) + " exists as " + existing.spec().kind());
        }
        if (active && !spec.kind().isShared()) {
            throw new Refused(ErrorCode.SUBSCRIPTION_CONFLICT, describe(spec) + " has an active consumer");
        }
        boolean same = existing.destination() == destination
                && existing.selectorText().equals(command.selector())
                && existing.spec().noLocal() == spec.noLocal();
        if (same) {
            return existing;
        }
        if (active || !existing.isDurable()) {
            throw new Refused(
                    ErrorCode.SUBSCRIPTION_CONFLICT,
                    describe(spec) + " is in use with another topic, selector or noLocal");
        }
        // Another topic or selector on a durable subscription without consumers makes a new one (3.1, 8.3.3).
        journal.append(journal.write.subscriptionDeleted(existing.id()));
        return null;
    }

    /** Consumers of the client's link before do not count: it is about to open them again, also one that was closed meanwhile. */
    private boolean isActiveElsewhere(AttachedClient client, Subscription subscription) {
        return deliveries.of(subscription).consumers().hasOpenBut(each -> client.stale.get(each.id()) == each);
    }

    private static String describe(SubscriptionSpec spec) {
        String owner = spec.clientId().isEmpty() ? "" : " of client \"" + spec.clientId() + '"';
        return "subscription \"" + spec.name() + '"' + owner;
    }

    void onCloseConsumer(AttachedClient client, CloseConsumer command) {
        Consumer consumer = client.consumers.get(command.consumerId());
        if (consumer != null) {
            close(client, consumer, command.kept());
        }
        journal.doneWhenApplied(client.link, command.requestId());
    }

    private void close(AttachedClient client, Consumer consumer, List<LaneRange> kept) {
        deliveries.onClose(consumer, kept);
        if (consumer.heldCount() == 0 && !transactions.mayReturnTo(client, consumer)) {
            client.consumers.remove(consumer.id());
        }
    }

    void onUnsubscribe(AttachedClient client, Unsubscribe command) {
        Subscription subscription = state.subscription(command.subscription());
        boolean active =
                subscription != null && deliveries.of(subscription).consumers().hasOpen();
        if (subscription == null || (!subscription.isDurable() && !active)) { // which ends by itself
            client.link.failed(
                    command.requestId(),
                    ErrorCode.SUBSCRIPTION_UNKNOWN,
                    describe(command.subscription()) + " does not exist");
        } else if (!command.anyKind()
                && subscription.spec().kind() != command.subscription().kind()) {
            client.link.failed(
                    command.requestId(),
                    ErrorCode.SUBSCRIPTION_CONFLICT,
                    describe(command.subscription()) + " exists as "
                            + subscription.spec().kind() + " on "
                            + subscription.destination().name());
        } else if (active) {
            client.link.failed(
                    command.requestId(),
                    ErrorCode.IN_USE,
                    describe(command.subscription()) + " has active consumers on "
                            + subscription.destination().name());
        } else {
            journal.append(journal.write.subscriptionDeleted(subscription.id()));
            journal.doneWhenApplied(client.link, command.requestId());
        }
    }
}
