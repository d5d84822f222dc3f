package io.corduroy.simulation.node;

import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Letter;
import io.corduroy.simulation.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at what passes between clients and one partition, and knows nothing else: a message is in flight to at most one
 * consumer of a subscription, none comes again whose acknowledgment was answered, no consumer gets more than it gave credit for.
 */
final class DispatchWatch {

    /** A consumer for ever, as its client numbered it. */
    private record ConsumerKey(ClientInstanceId client, int consumerId) {}

    /** A message for one subscription. */
    private record Owed(String subscription, int lane, long sequence) {}

    private record RequestKey(ClientInstanceId client, long requestId) {}

    private record TransactionKey(ClientInstanceId client, int sessionId, long transaction) {}

    private static final class Known {
        String subscription = "";
        int sessionId;
        boolean browses;
        boolean exclusive;
        long credit;
    }

    private final World world;
    private final SimulatedNode node;
    private final Ledger ledger;
    private final Acknowledged acknowledged;
    private final Map<ConsumerKey, Known> consumers = new HashMap<>();
    private final Map<Owed, ConsumerKey> inFlight = new HashMap<>();
    private final Map<RequestKey, Runnable> whenDone = new HashMap<>();
    private final Map<ClientInstanceId, Set<Owed>> claims = new HashMap<>();

    /** In flight, and its consumer has asked to acknowledge it; says nothing about exclusive consumers any more. */
    private final Set<Owed> finished = new HashSet<>();

    /** What a consumer had in flight on links before and did not claim when it was opened again. */
    private final Map<ConsumerKey, Set<Owed>> unclaimed = new HashMap<>();

    /** What was ever answered to be acknowledged on a partition; survives the process. */
    static final class Acknowledged {
        private final Set<Owed> everything = new HashSet<>();
        private final Map<TransactionKey, List<Owed>> inTransaction = new HashMap<>();
    }

    DispatchWatch(World world, SimulatedNode node, Acknowledged acknowledged, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
        this.node = node;
        this.acknowledged = acknowledged;
    }

    void onConnected(ClientInstanceId client) {
        whenDone.keySet().removeIf(key -> key.client.equals(client));
        claims.put(client, new HashSet<>());
        if (node.hasGivenUp(client)) { // or nearly: what it keeps it will claim
            inFlight.values().removeIf(holder -> holder.client.equals(client));
        }
    }

    void onDisconnected(ClientInstanceId client, boolean orderly) {
        if (orderly) {
            inFlight.values().removeIf(holder -> holder.client.equals(client));
        }
    }

    // What clients say

    void onCommand(ClientInstanceId client, ClientFrame.Command command) {
        if (command instanceof OpenConsumer open) {
            onOpen(client, open);
        } else if (command instanceof ClientFrame.Credit credit) {
            known(client, credit.consumerId()).credit += credit.add();
        } else if (command instanceof ClientFrame.Acknowledge acknowledge) {
            onAcknowledge(client, acknowledge);
        } else if (command instanceof ClientFrame.Release release) {
            free(client, release.consumerId(), release.ranges());
        } else if (command instanceof ClientFrame.CloseConsumer close) {
            free(client, close.consumerId(), close.unseen());
        } else if (command instanceof ClientFrame.CloseSession close) {
            inFlight.values()
                    .removeIf(holder -> holder.client.equals(client)
                            && known(client, holder.consumerId).sessionId == close.sessionId());
        } else if (command instanceof ClientFrame.Commit commit) {
            whenDone.put(new RequestKey(client, commit.requestId()), () -> onCommitted(client, commit));
        } else if (command instanceof ClientFrame.Attach) {
            freeUnclaimed(client);
        } else if (command instanceof ClientFrame.Resumed) {
            unclaimed.keySet().removeIf(consumer -> consumer.client.equals(client));
            Set<Owed> claimed = claims.getOrDefault(client, Set.of());
            inFlight.entrySet()
                    .removeIf(entry -> entry.getValue().client.equals(client) && !claimed.contains(entry.getKey()));
        }
    }

    private void onOpen(ClientInstanceId client, OpenConsumer open) {
        Known consumer = known(client, open.consumerId());
        consumer.subscription = nameOf(client, open);
        consumer.sessionId = open.sessionId();
        consumer.browses = open.mode() == OpenConsumer.Mode.BROWSE;
        consumer.exclusive = open.mode() == OpenConsumer.Mode.EXCLUSIVE;
        consumer.credit = open.credit();
        List<Owed> held = owed(client, open.consumerId(), open.held());
        ConsumerKey key = new ConsumerKey(client, open.consumerId());
        Set<Owed> notHeld = new HashSet<>();
        inFlight.forEach((message, holder) -> {
            if (holder.equals(key)) {
                notHeld.add(message);
            }
        });
        held.forEach(notHeld::remove);
        unclaimed.put(key, notHeld);
        claims.computeIfAbsent(client, c -> new HashSet<>()).addAll(held);
        whenDone.put(new RequestKey(client, open.requestId()), () -> {
            for (Owed claim : held) {
                if (!acknowledged.everything.contains(claim)) {
                    if (!inFlight.containsKey(claim)) {
                        finished.add(claim); // of a life before: may be gone, or in a transaction that goes on
                    }
                    // From another consumer of the same client too: that one did not get it.
                    inFlight.merge(claim, key, (holder, claimer) -> holder.client.equals(client) ? claimer : holder);
                }
            }
        });
    }

    /** The link before was lost in the middle of its resumption: what was not claimed on it goes back. */
    private void freeUnclaimed(ClientInstanceId client) {
        unclaimed.forEach((consumer, messages) -> {
            if (consumer.client.equals(client)) {
                messages.forEach(message -> inFlight.remove(message, consumer));
            }
        });
        unclaimed.keySet().removeIf(consumer -> consumer.client.equals(client));
    }

    private static String nameOf(ClientInstanceId client, OpenConsumer open) {
        Kind kind = open.subscription().kind();
        String name = kind == Kind.UNSHARED
                ? client + "/" + open.consumerId()
                : kind.isDurable() + "/" + open.subscription().clientId() + "/"
                        + open.subscription().name();
        return open.destinationId() + " " + (kind == Kind.QUEUE ? "" : name);
    }

    private void onAcknowledge(ClientInstanceId client, ClientFrame.Acknowledge acknowledge) {
        List<Owed> messages = owed(client, acknowledge.consumerId(), acknowledge.ranges());
        finished.addAll(messages);
        RequestKey request = new RequestKey(client, acknowledge.requestId());
        if (acknowledge.transaction() == 0) {
            whenDone.put(request, () -> settle(messages));
        } else {
            TransactionKey unit = new TransactionKey(client, acknowledge.sessionId(), acknowledge.transaction());
            acknowledged
                    .inTransaction
                    .computeIfAbsent(unit, u -> new ArrayList<>())
                    .addAll(messages);
        }
    }

    private void onCommitted(ClientInstanceId client, ClientFrame.Commit commit) {
        List<Owed> messages =
                acknowledged.inTransaction.remove(new TransactionKey(client, commit.sessionId(), commit.transaction()));
        if (messages != null) {
            settle(messages);
        }
    }

    private void settle(List<Owed> messages) {
        acknowledged.everything.addAll(messages);
        messages.forEach(inFlight::remove);
    }

    private void free(ClientInstanceId client, int consumerId, List<LaneRange> ranges) {
        ConsumerKey consumer = new ConsumerKey(client, consumerId);
        for (Owed message : owed(client, consumerId, ranges)) {
            inFlight.remove(message, consumer);
        }
    }

    private List<Owed> owed(ClientInstanceId client, int consumerId, List<LaneRange> ranges) {
        String subscription = known(client, consumerId).subscription;
        List<Owed> messages = new ArrayList<>();
        for (LaneRange range : ranges) {
            for (long sequence = range.firstSequence(); sequence <= range.lastSequence(); sequence++) {
                messages.add(new Owed(subscription, range.lane(), sequence));
            }
        }
        return messages;
    }

    private Known known(ClientInstanceId client, int consumerId) {
        return consumers.computeIfAbsent(new ConsumerKey(client, consumerId), key -> new Known());
    }

    // What the partition says

    void onSend(ClientInstanceId client, ServerFrame frame) {
        if (frame instanceof ServerFrame.Done done) {
            Runnable action = whenDone.remove(new RequestKey(client, done.requestId()));
            if (action != null) {
                action.run();
            }
        } else if (frame instanceof ServerFrame.Failed failed) {
            whenDone.remove(new RequestKey(client, failed.requestId()));
        } else if (frame instanceof ServerFrame.Attached attached && !attached.known()) {
            inFlight.values().removeIf(holder -> holder.client.equals(client)); // it was given up before it came
        } else if (frame instanceof ServerFrame.Deliver deliver) {
            onDeliver(client, deliver);
        }
    }

    private void onDeliver(ClientInstanceId client, ServerFrame.Deliver deliver) {
        ConsumerKey consumer = new ConsumerKey(client, deliver.consumerId());
        Known known = known(client, deliver.consumerId());
        known.credit--;
        if (known.credit < 0) {
            world.violated("more than it gave credit for: consumer " + consumer);
        }
        if (known.browses) {
            return;
        }
        ledger.dispatched(
                known.subscription,
                Letter.numberOf(deliver.message()),
                deliver.origin().isElsewhere());
        Owed message = new Owed(known.subscription, deliver.lane(), deliver.sequence());
        if (acknowledged.everything.contains(message)) {
            world.violated("dispatched again although its acknowledgment was answered: " + message + " to " + consumer);
        }
        if (deliver.expirationMs() != 0 && world.nowMs() >= deliver.expirationMs()) {
            world.violated("dispatched after its expiration: " + message + " to " + consumer);
        }
        finished.remove(message);
        if (known.exclusive) {
            ledger.totals().count("deliveries to exclusive consumers");
            inFlight.forEach((other, holder) -> judgeExclusive(known.subscription, consumer, other, holder));
        }
        ConsumerKey holder = inFlight.put(message, consumer);
        if (holder != null && !node.hasGivenUp(holder.client)) {
            world.violated("in flight twice: " + message + " to " + holder + " and to " + consumer);
        }
    }

    /** While an exclusive consumer is served, nobody else has anything of its subscription that is not acknowledged. */
    private void judgeExclusive(String subscription, ConsumerKey served, Owed other, ConsumerKey holder) {
        boolean another = other.subscription.equals(subscription) && !holder.equals(served);
        if (another && !finished.contains(other) && !node.hasGivenUp(holder.client)) {
            world.violated("served as the exclusive consumer: " + served + ", while " + holder + " has " + other
                    + " in flight");
        }
    }

    /** How many are in flight. */
    int inFlightCount() {
        return inFlight.size();
    }
}
