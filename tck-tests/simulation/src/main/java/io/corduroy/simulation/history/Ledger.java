package io.corduroy.simulation.history;

import io.corduroy.protocol.DestinationName;
import io.corduroy.simulation.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The history of a run as its applications lived it. Judges at once what can be judged at once: what is acknowledged does not
 * come again, what was seen comes back marked and counted, order, groups, delays, rollbacks. {@link FinalJudgment} does the rest.
 */
public final class Ledger {

    /**
     * A message as an application got it.
     *
     * @param consumer who got it
     * @param number as found in its body
     * @param deliveryCount JMSXDeliveryCount
     * @param intact whether the body is what was sent under this number
     * @param cutOff whether the broker had given this application up, so that it cannot know what happened since
     * @param life in which the broker handed it out, counted by its crashes
     */
    public record Sight(String consumer, long number, int deliveryCount, boolean intact, boolean cutOff, long life) {}

    /** Unmarked deliveries under one key come with rising numbers. */
    private record OrderKey(
            String receiver, String session, DestinationName destination, int priority, boolean persistent) {
        static OrderKey of(SentMessage message, String receiver) {
            SentMessage.Facts facts = message.facts;
            return new OrderKey(receiver, facts.session(), facts.destination(), facts.priority(), facts.persistent());
        }
    }

    final World world;
    private final Totals totals;
    final TreeMap<Long, SentMessage> messages = new TreeMap<>();
    final List<UnitOfWork> units = new ArrayList<>();
    final TreeMap<String, SubscriptionRecord> subscriptions = new TreeMap<>();
    private final BranchHistory branches = new BranchHistory(this);
    private final Map<OrderKey, Long> lastInOrder = new HashMap<>();
    /** Of groups: the last message that is acknowledged for good. */
    private final Map<OrderKey, Long> lastDone = new HashMap<>();

    private final Map<Dispatch, Integer> dispatches = new HashMap<>();
    private long tick;

    /** One hand-out by the node, whether or not it arrived; the subscription as the node names it. */
    private record Dispatch(String subscription, long number) {}

    public Ledger(World world, Totals totals) {
        this.world = world;
        this.totals = totals;
    }

    public Totals totals() {
        return totals;
    }

    /** The branches of global transactions. */
    public BranchHistory branches() {
        return branches;
    }

    // Sending

    /** Life is that of the broker that the sender believes to send to: if it is over, what is not persistent is lost. */
    public SentMessage sending(SentMessage.Facts facts, Optional<UnitOfWork> unit, long life) {
        SentMessage message = new SentMessage(messages.size() + 1L, facts, unit, ++tick, world.nowMs(), life);
        messages.put(message.number, message);
        unit.ifPresent(u -> u.sends.add(message));
        return message;
    }

    /** The send has ended; whether one within a transaction counts is decided by that. */
    public void sent(SentMessage message, Outcome outcome) {
        message.end(outcome, ++tick);
        totals.count("sends " + outcome);
    }

    /** The application could not send what it was about to send. */
    public void givenUp(SentMessage message) {
        message.unit.ifPresent(unit -> unit.sends.remove(message));
        message.end(Outcome.VOID, ++tick);
    }

    public UnitOfWork begin() {
        UnitOfWork unit = new UnitOfWork(units.size() + 1L);
        units.add(unit);
        return unit;
    }

    /** The transaction has ended, with everything that was sent and acknowledged in it. */
    public void ended(UnitOfWork unit, Outcome outcome) {
        unit.end(outcome, ++tick);
        totals.count("transactions " + outcome);
        unit.acknowledgments.forEach(attempt -> ended(attempt, outcome, unit.toString()));
    }

    // Subscribing

    /** The one subscription of a queue. */
    public SubscriptionRecord queue(DestinationName queue) {
        return subscriptions.computeIfAbsent(queue.toString(), key -> {
            SubscriptionRecord record = new SubscriptionRecord(queue, "", true, SubscriptionRecord.ALL_COLOURS, 0);
            record.existsTick = 0;
            return record;
        });
    }

    /** A browser begins to look into a queue. */
    public Look look(SubscriptionRecord queue, String browser) {
        return new Look(this, queue, browser, ++tick);
    }

    /** Somebody asks for a topic subscription; the name is unique in the run. */
    public SubscriptionRecord subscribing(DestinationName topic, String name, boolean durable, int colour) {
        return subscriptions.computeIfAbsent(
                topic + "/" + name, key -> new SubscriptionRecord(topic, name, durable, colour, ++tick));
    }

    /** It exists: what is sent from now on is owed to it. */
    public void exists(SubscriptionRecord subscription) {
        subscription.existsTick = Math.min(subscription.existsTick, ++tick);
    }

    /** It is deleted, or died with its connection or with the broker's memory. */
    public void ended(SubscriptionRecord subscription) {
        subscription.ended = true;
    }

    /** The broker has lost its memory, and with it all subscriptions that are not durable. */
    public void onCrash() {
        subscriptions.values().stream().filter(s -> !s.durable).forEach(this::ended);
    }

    // Receiving

    /** The node has handed out a message, at another destination if it was moved; what an application has not seen of it may come back without a mark. */
    public void dispatched(String subscription, long number, boolean moved) {
        SentMessage message = messages.get(number);
        if (message == null) {
            return;
        }
        message.handedOut = true;
        if (!moved
                && message.facts.timeToLiveMs() > 0
                && world.nowMs() >= message.sentAtMs + message.facts.timeToLiveMs()) {
            world.violated("handed out after it had expired: " + message + " for " + subscription);
        }
        if (dispatches.merge(new Dispatch(subscription, number), 1, Integer::sum) > 1) {
            message.cameBack = true;
        }
    }

    /** The group of a message, empty if it has none. */
    public String groupOf(long number) {
        SentMessage message = messages.get(number);
        return message == null ? "" : message.facts.group();
    }

    /** An application has got a message; empty if that must be an error, which is noted. */
    public Optional<Consumption> seen(SubscriptionRecord subscription, Sight sight) {
        SentMessage message = messages.get(sight.number);
        if (message == null) {
            world.violated("nobody has sent what " + sight.consumer + " got as message " + sight.number);
            return Optional.empty();
        }
        totals.count(sight.cutOff ? "deliveries to the cut off" : "deliveries");
        Consumption consumption =
                subscription.consumptions.computeIfAbsent(message.number, n -> new Consumption(message, subscription));
        judgeContent(consumption, sight);
        if (!sight.cutOff) {
            boolean isDeadLetter = !message.facts.destination().equals(subscription.destination);
            // Each subscription of a topic may send it to the dead letters, where these are as many messages.
            boolean once = !isDeadLetter || message.facts.destination().kind().isQueue();
            if (once) {
                judgeRepetition(consumption, sight);
            }
            if (!message.facts.destination().equals(subscription.destination)) {
                judgeDeadLetter(message, sight);
            } else {
                if (consumption.attempts.stream().noneMatch(attempt -> attempt.inBranch)) {
                    judgeOvertaking(
                            message, subscription, sight); // its session may have gone on while the branch waited
                }
                if (sight.deliveryCount == 1) {
                    judgeOrder(message, subscription, sight);
                }
            }
            if (once) {
                consumption.attempts.forEach(attempt -> attempt.cameBack = true);
            }
            consumption.lastCount = sight.deliveryCount;
            consumption.lastSeenInLife = sight.life;
        }
        consumption.timesSeen++;
        return Optional.of(consumption);
    }

    void judgeContent(Consumption consumption, Sight sight) {
        SentMessage message = consumption.message;
        if (!sight.intact) {
            world.violated("damaged: " + sight.consumer + " got " + message + " with another body than was sent");
        }
        if (message.outcome() == Outcome.VOID) {
            world.violated("refused or rolled back, and delivered: " + message + " to " + sight.consumer);
        }
        if (message.unit.isPresent()
                && message.outcome() == Outcome.PENDING
                && !message.unit.get().isEnding()) {
            world.violated(
                    "delivered before its transaction was to be committed: " + message + " to " + sight.consumer);
        }
        int colour = consumption.subscription.colour;
        if (colour != SubscriptionRecord.ALL_COLOURS && colour != message.facts.colour()) {
            world.violated("not selected, and delivered: " + consumption + " to " + sight.consumer);
        }
        if (world.nowMs() < message.sentAtMs + message.facts.deliveryDelayMs()) {
            world.violated("delivered before its time: " + message + " to " + sight.consumer);
        }
        if (message.facts.deliveryDelayMs() == 0 && message.wasConfirmedBefore(consumption.subscription.askedTick)) {
            world.violated("older than the subscription: " + consumption + " to " + sight.consumer);
        }
    }

    private void judgeRepetition(Consumption consumption, Sight sight) {
        boolean marked = sight.deliveryCount > 1;
        if (marked) {
            totals.count("deliveries marked");
        }
        if (consumption.isAcknowledged()) {
            world.violated("acknowledged by " + consumption.acknowledgedBy + " and delivered again: " + consumption
                    + " to " + sight.consumer);
        }
        if (consumption.timesSeen == 0) {
            return;
        }
        totals.count("redeliveries");
        if (!marked) {
            world.violated("seen before and not marked: " + consumption + " to " + sight.consumer);
        } else if (consumption.lastSeenInLife == sight.life && sight.deliveryCount <= consumption.lastCount) {
            world.violated("seen with count " + consumption.lastCount + " and again with " + sight.deliveryCount + ": "
                    + consumption + " to " + sight.consumer);
        }
    }

    /** Nothing goes there that was neither handed out, however often nobody knows, nor expired. */
    private void judgeDeadLetter(SentMessage message, Sight sight) {
        totals.count("dead letters");
        boolean expired =
                message.facts.timeToLiveMs() > 0 && world.nowMs() >= message.sentAtMs + message.facts.timeToLiveMs();
        if (!message.handedOut && !expired) {
            world.violated("a dead letter that was never handed out: " + message + " to " + sight.consumer);
        }
        for (SubscriptionRecord origin : List.copyOf(subscriptions.values())) {
            if (origin.destination.equals(message.facts.destination())) {
                origin.consumptions.computeIfAbsent(message.number, n -> new Consumption(message, origin)).movedAway =
                        true;
            }
        }
    }

    /** A message of a group comes, maybe again: none that was sent after it is done with. */
    private void judgeOvertaking(SentMessage message, SubscriptionRecord subscription, Sight sight) {
        if (!isOrderedInGroup(message)) {
            return;
        }
        totals.count("deliveries of groups");
        Long done = lastDone.get(groupKey(message, subscription, sight.life));
        if (done != null && done > message.number) {
            world.violated("overtaken in its group: " + sight.consumer + " got " + message + " after message " + done
                    + " was acknowledged");
        }
    }

    private static boolean isOrderedInGroup(SentMessage message) {
        return !message.facts.group().isEmpty() && message.facts.deliveryDelayMs() == 0;
    }

    /** A subscription that dies with the broker's memory is another one afterwards, and does not know what is left of the first. */
    private static OrderKey groupKey(SentMessage message, SubscriptionRecord subscription, long life) {
        String which = subscription.name() + (subscription.durable ? "" : " in life " + life);
        return OrderKey.of(message, which + " group " + message.facts.group());
    }

    private void judgeOrder(SentMessage message, SubscriptionRecord subscription, Sight sight) {
        if (message.facts.deliveryDelayMs() > 0) {
            return; // takes its place when it is due
        }
        if (!message.facts.group().isEmpty()) {
            judgeRising(message, groupKey(message, subscription, sight.life), sight);
        } else if (!message.cameBack) {
            // What another consumer gave back unseen comes after what overtook it meanwhile.
            judgeRising(message, OrderKey.of(message, sight.consumer), sight);
            totals.count("deliveries judged for order");
        }
    }

    private void judgeRising(SentMessage message, OrderKey key, Sight sight) {
        Long before = lastInOrder.put(key, message.number);
        if (before != null && before >= message.number) {
            world.violated("out of order: " + sight.consumer + " got " + message + " after message " + before);
        }
    }

    // Acknowledging

    /** The application asks for an acknowledgment, or includes it in its transaction. */
    public AcknowledgmentAttempt acknowledging(Consumption consumption, Optional<UnitOfWork> unit) {
        AcknowledgmentAttempt attempt = new AcknowledgmentAttempt(consumption);
        consumption.attempts.add(attempt);
        unit.ifPresent(u -> u.acknowledgments.add(attempt));
        return attempt;
    }

    /** The application includes an acknowledgment in a branch, which may be decided when its session has gone on. */
    public void acknowledging(Consumption consumption, BranchRecord branch) {
        acknowledging(consumption, Optional.of(branch.unit)).inBranch = true;
    }

    /** An acknowledgment outside of transactions has ended. */
    public void ended(AcknowledgmentAttempt attempt, Outcome outcome, String by) {
        attempt.outcome = outcome;
        totals.count("acknowledgments " + outcome);
        if (outcome == Outcome.CONFIRMED) {
            // Who was given up may hear that the message is done with: by whoever got it then.
            Consumption consumption = attempt.consumption;
            if (attempt.cameBack && !consumption.mayBeAcknowledged() && !consumption.wasGivenBack()) {
                world.violated("confirmed, although it has been delivered again and not acknowledged since:"
                        + " acknowledgment by " + by + " of " + consumption);
            }
            attempt.consumption.acknowledgedBy = by;
            SubscriptionRecord subscription = consumption.subscription;
            SentMessage message = consumption.message;
            if (isOrderedInGroup(message) && subscription.destination.equals(message.facts.destination())) {
                OrderKey key = groupKey(message, subscription, consumption.lastSeenInLife);
                lastDone.merge(key, message.number, Math::max);
            }
        }
    }
}
