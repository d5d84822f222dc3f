package io.corduroy.simulation.node;

import io.corduroy.broker.state.TransactionName;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.protocol.TransactionNumber;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Letter;
import io.corduroy.simulation.world.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Looks at what passes between clients and one partition, and knows nothing else: a message is in flight to at most one
 * consumer of a subscription, none comes again whose acknowledgment was answered, no consumer gets more than it gave credit for;
 * a group, and a subscription with an exclusive consumer, goes to the next consumer when nothing of it can come back.
 */
final class DispatchWatch {

    /** A consumer for ever, as its client numbered it. */
    private record ConsumerKey(ClientInstanceId client, int consumerId) {}

    /** A message for one subscription. */
    private record Owed(String subscription, int lane, long sequence) {
        boolean isVolatile() {
            return lane >= LaneRange.FIRST_VOLATILE;
        }
    }

    private record RequestKey(ClientInstanceId client, long requestId) {}

    private record TransactionKey(ClientInstanceId client, int sessionId, long transaction) {}

    private static final class Known {
        String subscription = "";
        int sessionId;
        boolean browses;
        boolean exclusive;
        boolean closed;
        long credit;
    }

    private final World world;
    private final SimulatedNode node;
    private final int partition;
    private final Ledger ledger;
    private final Acknowledged acknowledged;
    private final Map<ConsumerKey, Known> consumers = new HashMap<>();
    private final Map<Owed, ConsumerKey> inFlight = new HashMap<>();
    private final Map<RequestKey, Runnable> whenDone = new HashMap<>();
    private final Map<RequestKey, Runnable> whenFailed = new HashMap<>();
    private final Map<ClientInstanceId, Set<Owed>> claims = new HashMap<>();

    /** Clients that were given up, or are new: whether what they claim is theirs nobody can say. */
    private final Set<ClientInstanceId> strangers = new HashSet<>();

    /** In flight, and its consumer has asked to acknowledge it, with the transaction if it was in one: it need not be waited for. */
    private final Set<Owed> finished = new HashSet<>();

    /** What a consumer says that it holds when it is opened, until it gives it back. */
    private final Map<ConsumerKey, Set<Owed>> claiming = new HashMap<>();

    /** What a consumer had in flight on links before and did not claim when it was opened again. */
    private final Map<ConsumerKey, Set<Owed>> unclaimed = new HashMap<>();

    /** What was ever answered to be acknowledged on a partition; survives the process. */
    static final class Acknowledged {
        private final Set<Owed> everything = new HashSet<>();
        private final Map<TransactionKey, List<Owed>> inTransaction = new HashMap<>();
        /** Those that other partitions decide about; nobody but them ends what was acknowledged in it. */
        private final Map<TransactionKey, List<Owed>> inDoubt = new HashMap<>();
        /** What is, or was, prepared under a branch. */
        private final Map<String, Set<TransactionKey>> ofBranches = new HashMap<>();
        /** Of these, what somebody has decided about. */
        private final Set<TransactionKey> decided = new HashSet<>();
        /** Acknowledged in work that was to be prepared under a branch: it may be its session's no more, without that having heard so. */
        private final Set<Owed> leftInBranches = new HashSet<>();
        /** Whoever was asked to acknowledge what, and does not know whether it has worked. */
        private final Set<Owed> asked = new HashSet<>();

        private final Map<Owed, String> groups = new HashMap<>();

        /** A client whose temporary queue was made again repeats acknowledgments of the former one's messages: they prove nothing. */
        private final Set<Owed> dispatched = new HashSet<>();

        /** What was only in the memory of the process before is gone, whatever was to become of it. */
        private void onProcessStarted() {
            for (Map<TransactionKey, List<Owed>> each : List.of(inTransaction, inDoubt)) {
                each.replaceAll((unit, messages) -> new ArrayList<>(messages.stream()
                        .filter(message -> !message.isVolatile())
                        .toList()));
            }
        }
    }

    DispatchWatch(World world, SimulatedNode node, int partition, Acknowledged acknowledged, Ledger ledger) {
        this.world = world;
        this.partition = partition;
        this.ledger = ledger;
        this.node = node;
        this.acknowledged = acknowledged;
        acknowledged.onProcessStarted();
    }

    void onConnected(ClientInstanceId client) {
        whenDone.keySet().removeIf(key -> key.client.equals(client));
        whenFailed.keySet().removeIf(key -> key.client.equals(client));
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
            known(client, close.consumerId()).closed = true;
            freeBut(client, close.consumerId(), close.kept());
        } else if (command instanceof ClientFrame.CloseSession close) {
            inFlight.values()
                    .removeIf(holder -> holder.client.equals(client)
                            && known(client, holder.consumerId).sessionId == close.sessionId());
        } else if (command instanceof ClientFrame.Commit commit) {
            TransactionKey unit = new TransactionKey(client, commit.sessionId(), commit.transaction());
            onDecided(unit);
            whenDone.put(new RequestKey(client, commit.requestId()), () -> onCommitted(unit));
        } else if (command instanceof ClientFrame.Prepare prepare && prepare.decider() != prepare.partition()) {
            TransactionKey unit = new TransactionKey(client, prepare.sessionId(), prepare.transaction());
            List<Owed> messages = acknowledged.inTransaction.getOrDefault(unit, List.of());
            whenDone.put(new RequestKey(client, prepare.requestId()), () -> acknowledged.inDoubt.put(unit, messages));
            if (TransactionNumber.isOfBranch(prepare.transaction())) {
                acknowledged.leftInBranches.addAll(messages);
            }
        } else if (command instanceof ClientFrame.PrepareBranch prepare) {
            onPrepareBranch(client, prepare);
        } else if (command instanceof ClientFrame.DecideBranch decide) {
            onDecided(decide.branch().toString());
        } else if (command instanceof ClientFrame.Admin admin
                && admin.arguments().containsKey("branch")) {
            onDecided(admin.arguments().get("branch"));
        } else if (command instanceof ClientFrame.Attach) {
            freeUnclaimed(client);
        } else if (command instanceof ClientFrame.Resumed) {
            freeUnclaimed(client);
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
        consumer.closed = false;
        consumer.credit = open.credit();
        ConsumerKey key = new ConsumerKey(client, open.consumerId());
        Set<Owed> held = new LinkedHashSet<>(owed(client, open.consumerId(), open.held()));
        claiming.put(key, held);
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
                if (!acknowledged.everything.contains(claim) && !strangers.contains(client)) {
                    if (!inFlight.containsKey(claim) && acknowledged.asked.contains(claim)) {
                        finished.add(claim); // of a life before: may be gone
                    }
                    if (!acknowledged.leftInBranches.contains(claim)) {
                        inFlight.putIfAbsent(claim, key);
                    }
                }
            }
        });
    }

    /** Resumed, or the link before was lost in the middle of that: what was not claimed goes back. */
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
        RequestKey request = new RequestKey(client, acknowledge.requestId());
        if (acknowledge.transaction() == 0) {
            asked(messages);
            whenDone.put(request, () -> settle(messages));
            whenFailed.put(request, () -> free(client, acknowledge.consumerId(), acknowledge.ranges()));
        } else {
            TransactionKey unit = new TransactionKey(client, acknowledge.sessionId(), acknowledge.transaction());
            List<Owed> inUnit = acknowledged.inTransaction.computeIfAbsent(unit, u -> new ArrayList<>());
            messages.stream()
                    .filter(message -> !message.isVolatile() || inFlight.containsKey(message)) // else of a life before
                    .forEach(inUnit::add);
        }
    }

    private void asked(List<Owed> messages) {
        finished.addAll(messages);
        acknowledged.asked.addAll(messages);
    }

    /** It may be committed from now on, or was rolled back by who decides. */
    private void onDecided(TransactionKey unit) {
        asked(acknowledged.inTransaction.getOrDefault(unit, List.of()));
        acknowledged.inDoubt.remove(unit);
    }

    /** Another partition says how a transaction ended. */
    void onOutcome(TransactionName name) {
        TransactionKey unit = new TransactionKey(name.instance(), name.session(), name.number());
        onDecided(unit);
        if (TransactionNumber.isOfBranch(name.number())) {
            acknowledged.inTransaction.getOrDefault(unit, List.of()).forEach(inFlight::remove);
        }
    }

    private void onPrepareBranch(ClientInstanceId client, ClientFrame.PrepareBranch prepare) {
        TransactionKey unit = new TransactionKey(client, prepare.sessionId(), prepare.transaction());
        List<Owed> messages = acknowledged.inTransaction.getOrDefault(unit, List.of());
        if (prepare.onePhase()) {
            onDecided(unit);
            whenDone.put(new RequestKey(client, prepare.requestId()), () -> onCommitted(unit));
            return;
        }
        acknowledged.leftInBranches.addAll(messages);
        acknowledged
                .ofBranches
                .computeIfAbsent(prepare.branch().toString(), name -> new HashSet<>())
                .add(unit);
        whenDone.put(new RequestKey(client, prepare.requestId()), () -> {
            if (!acknowledged.decided.contains(unit)) { // by somebody who was told before its client was
                acknowledged.inDoubt.put(unit, messages);
            }
        });
    }

    /** What is rolled back comes again, to whomever. */
    private void onDecided(String branch) {
        for (TransactionKey unit : acknowledged.ofBranches.getOrDefault(branch, Set.of())) {
            acknowledged.decided.add(unit);
            onDecided(unit);
            acknowledged.inTransaction.getOrDefault(unit, List.of()).forEach(inFlight::remove);
        }
    }

    private void onCommitted(TransactionKey unit) {
        List<Owed> messages = acknowledged.inTransaction.remove(unit);
        if (messages != null) {
            settle(messages);
        }
    }

    private void settle(List<Owed> messages) {
        messages.stream().filter(acknowledged.dispatched::contains).forEach(acknowledged.everything::add);
        messages.forEach(inFlight::remove);
    }

    private void free(ClientInstanceId client, int consumerId, List<LaneRange> ranges) {
        Set<Owed> claimed = claiming.getOrDefault(new ConsumerKey(client, consumerId), new HashSet<>());
        ConsumerKey consumer = new ConsumerKey(client, consumerId);
        for (Owed message : owed(client, consumerId, ranges)) {
            inFlight.remove(message, consumer);
            claimed.remove(message);
        }
    }

    private void freeBut(ClientInstanceId client, int consumerId, List<LaneRange> kept) {
        ConsumerKey consumer = new ConsumerKey(client, consumerId);
        inFlight.entrySet().removeIf(entry -> entry.getValue().equals(consumer) && !isIn(kept, entry.getKey()));
        claiming.getOrDefault(consumer, new HashSet<>()).removeIf(message -> !isIn(kept, message));
    }

    private static boolean isIn(List<LaneRange> ranges, Owed message) {
        return ranges.stream()
                .anyMatch(range -> range.lane() == message.lane
                        && range.firstSequence() <= message.sequence
                        && message.sequence <= range.lastSequence());
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
            answered(new RequestKey(client, done.requestId()), whenDone, whenFailed);
        } else if (frame instanceof ServerFrame.Failed failed) {
            answered(new RequestKey(client, failed.requestId()), whenFailed, whenDone);
        } else if (frame instanceof ServerFrame.Attached attached && attached.known()) {
            strangers.remove(client);
        } else if (frame instanceof ServerFrame.Attached) {
            strangers.add(client);
            inFlight.values().removeIf(holder -> holder.client.equals(client)); // it was given up before it came
        } else if (frame instanceof ServerFrame.Deliver deliver) {
            onDeliver(client, deliver);
        }
    }

    private static void answered(
            RequestKey request, Map<RequestKey, Runnable> actions, Map<RequestKey, Runnable> otherwise) {
        otherwise.remove(request);
        Runnable action = actions.remove(request);
        if (action != null) {
            action.run();
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
        acknowledged.dispatched.add(message);
        acknowledged.leftInBranches.remove(message);
        finished.remove(message);
        acknowledged.asked.remove(message);
        String group = ledger.groupOf(Letter.numberOf(deliver.message()));
        acknowledged.groups.put(message, group);
        if (known.exclusive) {
            ledger.totals().count("deliveries to exclusive consumers");
        }
        if (known.exclusive || !group.isEmpty()) {
            inFlight.forEach((other, holder) -> judgeAlone(consumer, message, other, holder));
            acknowledged.inDoubt.forEach(
                    (unit, messages) -> messages.forEach(other -> judgeInDoubt(consumer, message, other, unit)));
        }
        ConsumerKey holder = inFlight.put(message, consumer);
        if (holder != null && !node.hasGivenUp(holder.client, partition)) {
            world.violated("in flight twice: " + message + " to " + holder + " and to " + consumer);
        }
    }

    /**
     * While an exclusive consumer is served, nobody else has anything of its subscription that may come back, and while somebody
     * is served from a group, nobody else has anything of that. What its session has seen of another consumer is its own.
     */
    private void judgeAlone(ConsumerKey served, Owed message, Owed other, ConsumerKey holder) {
        if (!belongTogether(served, message, other)
                || holder.equals(served)
                || finished.contains(other)
                || node.hasGivenUp(holder.client, partition)) {
            return;
        }
        Known having = known(holder.client, holder.consumerId);
        boolean sameSession = holder.client.equals(served.client)
                && having.sessionId == known(served.client, served.consumerId).sessionId;
        if (!sameSession || !(having.closed || isInTransaction(other))) {
            world.violated("not alone: " + served + " is served " + message + ", while " + holder + " has " + other);
        }
    }

    private boolean isInTransaction(Owed message) {
        return acknowledged.inTransaction.values().stream().anyMatch(messages -> messages.contains(message));
    }

    private boolean belongTogether(ConsumerKey served, Owed message, Owed other) {
        if (!other.subscription.equals(message.subscription) || other.equals(message)) {
            return false;
        }
        String group = acknowledged.groups.getOrDefault(message, "");
        boolean sameGroup = !group.isEmpty() && group.equals(acknowledged.groups.get(other));
        return sameGroup || known(served.client, served.consumerId).exclusive;
    }

    private void judgeInDoubt(ConsumerKey served, Owed message, Owed other, TransactionKey unit) {
        boolean sameSession = unit.client.equals(served.client)
                && unit.sessionId == known(served.client, served.consumerId).sessionId;
        if (belongTogether(served, message, other) && !sameSession) {
            world.violated("not alone: " + served + " is served " + message + ", while " + other
                    + " is acknowledged in " + unit + ", which is in doubt");
        }
    }

    /** How many are in flight. */
    int inFlightCount() {
        return inFlight.size();
    }
}
