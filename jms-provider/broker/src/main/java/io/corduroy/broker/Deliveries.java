package io.corduroy.broker;

import io.corduroy.broker.delivery.Browser;
import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.delivery.Holder;
import io.corduroy.broker.delivery.PieceReader;
import io.corduroy.broker.delivery.RangeBuilder;
import io.corduroy.broker.delivery.SessionName;
import io.corduroy.broker.delivery.SubscriptionDelivery;
import io.corduroy.broker.lane.LaneProgress;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame.Acknowledge;
import io.corduroy.protocol.frame.ClientFrame.FetchPiece;
import io.corduroy.protocol.frame.ClientFrame.Release;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of deliveries: acknowledged, returned, claimed again. */
final class Deliveries {
    private final PartitionState state;
    private final Journal journal;
    private final Dispatcher dispatcher;
    private final Transactions transactions;
    private final Redelivery redelivery;
    private final Clients clients;

    Deliveries(
            PartitionState state,
            Journal journal,
            Dispatcher dispatcher,
            Transactions transactions,
            Redelivery redelivery,
            Clients clients) {
        this.state = state;
        this.journal = journal;
        this.dispatcher = dispatcher;
        this.transactions = transactions;
        this.redelivery = redelivery;
        this.clients = clients;
    }

    /** What an earlier epoch left that is neither settled nor available: acknowledged in open transactions, or resting. */
    void onEpochStarted() {
        state.transactions().forEach(open -> {
            Holder holder = transactions.earlier(open).holder;
            open.forEachAcknowledged((number, range) -> {
                Subscription subscription = state.subscription(number);
                for (long s = range.firstSequence(); s <= range.lastSequence() && subscription != null; s++) {
                    inherit(subscription, range.lane(), s, holder);
                }
            });
        });
        state.subscriptions()
                .forEach(subscription -> subscription.forEachResting(journal.nowMs(), (key, untilMs) -> {
                    long sequence = Subscription.sequenceOf(key);
                    inherit(subscription, Subscription.laneOf(key), sequence, Holder.Nobody.RESTING);
                }));
    }

    private void inherit(Subscription subscription, int lane, long sequence, Holder holder) {
        LaneProgress progress = subscription.lane(lane);
        if (progress != null && progress.isTaken(sequence)) {
            dispatcher.of(subscription).inherit(lane, sequence, holder);
        }
    }

    // Acknowledging

    void onAcknowledge(AttachedClient client, Acknowledge command) {
        Consumer consumer = client.consumers.get(command.consumerId());
        SubscriptionDelivery delivery = consumer == null ? null : consumer.delivery();
        if (consumer == null || delivery == null) {
            client.link.failed(
                    command.requestId(),
                    ErrorCode.DELIVERY_UNKNOWN,
                    "consumer " + command.consumerId() + " is not open and holds nothing");
            return;
        }
        long withOthers = 0;
        if (command.transaction() == 0) {
            withOthers = acknowledge(client, consumer, delivery, command.ranges());
        } else {
            acknowledgeIn(client, command, consumer, delivery);
        }
        delivery.forgetIfIdle(consumer);
        endIfUnused(delivery);
        if (withOthers == 0 && (command.transaction() != 0 || command.patient())) {
            journal.doneOnceApplied(client.link, command.requestId());
        } else if (withOthers == 0) {
            journal.doneWhenApplied(client.link, command.requestId());
        } else {
            AttachedClient.LinkSide link = client.link;
            String text = withOthers + " of the messages were given to others while this client was lost, and may be"
                    + " delivered twice; the rest is acknowledged";
            journal.whenApplied(() -> link.failed(command.requestId(), ErrorCode.DELIVERY_UNKNOWN, text));
        }
    }

    /** Returns how many of the messages are with other clients by now, and stay there. */
    private long acknowledge(
            AttachedClient client, Consumer consumer, SubscriptionDelivery delivery, List<LaneRange> ranges) {
        Subscription subscription = delivery.subscription();
        List<LaneRange> durable = new ArrayList<>(ranges.size());
        RangeBuilder accepted = new RangeBuilder();
        long withOthers = sort(client, delivery, ranges, accepted);
        for (LaneRange range : accepted.build()) {
            if (subscription.isDurable(range.lane())) {
                durable.add(range);
                continue;
            }
            letGo(delivery, range, consumer.sessionName());
            state.volatileChanges().acknowledge(subscription, range);
        }
        if (!durable.isEmpty()) {
            journal.appendPatiently(
                    journal.write.acknowledged(subscription.id(), 0, durable), subscription.destination());
            durable.forEach(range -> letGo(delivery, range, consumer.sessionName()));
        }
        return withOthers;
    }

    /**
     * What of the ranges may be acknowledged outside of a transaction: what this client holds, and what is available
     * or rests after it was given up. Not what others have or may get again, who would see it after its acknowledgment.
     *
     * @return how many of them others have or may get
     */
    private long sort(
            AttachedClient client, SubscriptionDelivery delivery, List<LaneRange> ranges, RangeBuilder accepted) {
        long withOthers = 0;
        for (LaneRange range : ranges) {
            LaneProgress progress = delivery.subscription().lane(range.lane());
            if (progress == null) {
                continue;
            }
            for (long s = progress.nextPending(range.firstSequence());
                    s >= 0 && s <= range.lastSequence();
                    s = progress.nextPending(s + 1)) {
                Holder owner = delivery.owner(range.lane(), s);
                if (owner instanceof SessionName) {
                    continue; // its acknowledgment is on the way already
                }
                if (mayAcknowledge(client, owner)
                        && !isWithheldFrom(client, delivery.subscription(), range.lane(), s)) {
                    take(progress, s);
                    accepted.add(range.lane(), s);
                } else {
                    withOthers++;
                }
            }
        }
        return withOthers;
    }

    private static boolean mayAcknowledge(AttachedClient client, @Nullable Holder owner) {
        return owner == null
                || owner == Holder.Nobody.RESTING
                || (owner instanceof Consumer holder && client.has(holder));
    }

    /** Whether a message is free only because clients of the epoch before have still to say what they hold; not to this one. */
    private boolean isWithheldFrom(AttachedClient client, Subscription subscription, int lane, long sequence) {
        LaneProgress progress = subscription.lane(lane);
        return dispatcher.isWithholding()
                && progress != null
                && subscription.isDurable(lane)
                && sequence < progress.redeliveredBelow()
                && !progress.isTaken(sequence)
                && !clients.isAwaited(client);
    }

    private static void take(LaneProgress progress, long sequence) {
        if (!progress.isTaken(sequence)) {
            progress.take(sequence);
        }
    }

    private static void letGo(SubscriptionDelivery delivery, LaneRange range, Holder to) {
        for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
            Consumer holder = delivery.holder(range.lane(), s);
            if (holder != null) {
                holder.letGo(range.lane(), s, to);
            }
        }
    }

    private void acknowledgeIn(
            AttachedClient client, Acknowledge command, Consumer consumer, SubscriptionDelivery delivery) {
        TransactionDraft draft = transactions.draft(client, command.sessionId(), command.transaction());
        if (draft == null) {
            return; // decided already: this is a repetition
        }
        Subscription subscription = delivery.subscription();
        List<LaneRange> held = heldOf(consumer, command.ranges());
        List<LaneRange> durable = held.stream()
                .filter(range -> subscription.isDurable(range.lane()))
                .toList();
        if (!durable.isEmpty()) {
            journal.appendPatiently(
                    journal.write.acknowledged(subscription.id(), draft.id, durable), subscription.destination());
        }
        for (LaneRange range : held) {
            letGo(delivery, range, draft.holder);
            draft.acknowledgments += range.count();
            draft.acknowledged.add(new TransactionDraft.HeldBefore(subscription, consumer.id(), range));
        }
    }

    /** Of the ranges, what the consumer holds. */
    private static List<LaneRange> heldOf(Consumer consumer, List<LaneRange> ranges) {
        RangeBuilder held = new RangeBuilder();
        for (LaneRange range : ranges) {
            if (range.count() > consumer.heldCount()) {
                continue; // more than it holds: it cannot be all its own
            }
            for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                if (consumer.holds(range.lane(), s)) {
                    held.add(range.lane(), s);
                }
            }
        }
        return held.build();
    }

    // Returning

    void onRelease(AttachedClient client, Release command) {
        Consumer consumer = client.consumers.get(command.consumerId());
        if (consumer != null && command.seen()) {
            returnSeen(consumer, heldOf(consumer, command.ranges()));
        } else if (consumer != null) {
            List<LaneRange> held = heldOf(consumer, command.ranges());
            SubscriptionDelivery delivery = consumer.delivery();
            if (consumer.isRecalled() && delivery != null) {
                delivery.onGivenBack(consumer, held);
            }
            returnUnseen(consumer, held);
            consumer.onUnseenReturned();
        }
        journal.doneWhenApplied(client.link, command.requestId());
    }

    /** Deliveries that the application saw go back and count. */
    void returnSeen(Consumer consumer, List<LaneRange> held) {
        SubscriptionDelivery delivery = consumer.delivery();
        if (delivery == null || held.isEmpty() || delivery.subscription().isDeleted()) {
            return;
        }
        delivery.recallGroups(consumer, held);
        redelivery.release(delivery.subscription(), held);
        held.forEach(range -> letGo(delivery, range, Holder.Nobody.RETURNING));
        delivery.forgetIfIdle(consumer);
    }

    /** Deliveries that nobody saw go back as if nothing had happened. */
    void returnUnseen(Consumer consumer, List<LaneRange> held) {
        SubscriptionDelivery delivery = consumer.delivery();
        if (delivery == null || delivery.subscription().isDeleted()) {
            return;
        }
        for (LaneRange range : held) {
            letGo(delivery, range, Holder.Nobody.RETURNING);
            for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                state.volatileChanges().giveBack(delivery.subscription(), range.lane(), s);
            }
        }
        delivery.forgetIfIdle(consumer);
    }

    /** The messages of some ranges, in order, that are not in others. */
    private static List<LaneRange> without(List<LaneRange> others, List<LaneRange> ordered) {
        List<LaneRange> left = new ArrayList<>(others);
        left.sort(Comparator.comparingInt(LaneRange::lane).thenComparingLong(LaneRange::firstSequence));
        RangeBuilder rest = new RangeBuilder();
        int next = 0;
        for (LaneRange range : ordered) {
            for (long s = range.firstSequence(); s <= range.lastSequence(); s++) {
                while (next < left.size() && isBefore(left.get(next), range.lane(), s)) {
                    next++;
                }
                boolean isIn = next < left.size()
                        && left.get(next).lane() == range.lane()
                        && left.get(next).firstSequence() <= s;
                if (!isIn) {
                    rest.add(range.lane(), s);
                }
            }
        }
        return rest.build();
    }

    private static boolean isBefore(LaneRange range, int lane, long sequence) {
        return range.lane() < lane || (range.lane() == lane && range.lastSequence() < sequence);
    }

    /** What it does not keep may still be on its way to the client, which will not show it to anybody. */
    void onClose(Consumer consumer, List<LaneRange> kept) {
        returnUnseen(consumer, without(kept, consumer.heldRanges()));
        SubscriptionDelivery delivery = consumer.delivery();
        if (delivery != null) {
            delivery.close(consumer);
            endIfUnused(delivery);
        }
        Browser browser = consumer.browser();
        if (browser != null) {
            browser.close();
        }
    }

    /** A non-durable subscription ends with its last consumer; what that one holds stays acknowledgeable until then. */
    void endIfUnused(SubscriptionDelivery delivery) {
        Subscription subscription = delivery.subscription();
        boolean unused =
                !delivery.consumers().hasOpen() && !delivery.consumers().hasHolder();
        if (!subscription.isDurable() && unused && !subscription.isDeleted()) {
            state.volatileChanges().unsubscribe(subscription);
        }
    }

    // Claiming

    /** A consumer that was opened again says what its session still holds of the link before. */
    void claim(AttachedClient client, Consumer consumer, List<LaneRange> claimed) {
        SubscriptionDelivery delivery = consumer.delivery();
        if (delivery == null) {
            return;
        }
        for (LaneRange range : claimed) {
            LaneProgress progress = delivery.subscription().lane(range.lane());
            if (progress == null) {
                continue;
            }
            for (long s = progress.nextPending(range.firstSequence());
                    s >= 0 && s <= range.lastSequence();
                    s = progress.nextPending(s + 1)) {
                claim(client, delivery, progress, consumer, new LaneRange(range.lane(), s, s));
            }
        }
    }

    /**
     * Claims what is free, or was held by the same consumer on the link before. What another consumer of the client had there
     * this one had given back before.
     */
    private void claim(
            AttachedClient client,
            SubscriptionDelivery delivery,
            LaneProgress progress,
            Consumer consumer,
            LaneRange one) {
        long sequence = one.firstSequence();
        if (isWithheldFrom(client, delivery.subscription(), one.lane(), sequence)) {
            return; // it was given up, and comes too late
        }
        if (!progress.isTaken(sequence)) {
            progress.take(sequence);
            delivery.hold(consumer, one.lane(), sequence);
            return;
        }
        Consumer holder = delivery.holder(one.lane(), sequence);
        if (holder != null && holder.id() == consumer.id() && client.stale.get(holder.id()) == holder) {
            delivery.hold(consumer, one.lane(), sequence);
        } else if (holder == null) {
            transactions.claim(client, consumer, delivery.subscription(), one.lane(), sequence);
        }
    }

    void onFetchPiece(AttachedClient client, FetchPiece command) {
        Consumer consumer = client.consumers.get(command.consumerId());
        if (consumer == null) {
            client.link.failed(
                    command.requestId(),
                    ErrorCode.DELIVERY_UNKNOWN,
                    "consumer " + command.consumerId() + " is not open, and holds no message in pieces");
            return;
        }
        PieceReader reader = client.pieces;
        if (reader == null || reader.link() != client.link) {
            reader = new PieceReader(dispatcher, client.link);
            client.pieces = reader;
        }
        reader.fetch(command, consumer);
    }

    void browse(Subscription subscription, Consumer consumer) {
        dispatcher.browse(subscription, consumer);
    }

    void browse(Destination destination, Consumer consumer) {
        dispatcher.browse(destination, consumer);
    }

    SubscriptionDelivery of(Subscription subscription) {
        return dispatcher.of(subscription);
    }
}
