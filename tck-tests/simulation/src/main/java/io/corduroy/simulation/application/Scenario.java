package io.corduroy.simulation.application;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer;
import io.corduroy.simulation.history.SubscriptionRecord;
import io.corduroy.simulation.world.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Who does what in a run; the seed writes it. */
public final class Scenario {

    public static final String DEAD_LETTERS = "DLQ";

    /**
     * What one application does, whoever plays it.
     *
     * @param outlivesTrouble whether it comes again in the end
     * @param connections over how many its sessions go, in turns
     */
    record Role(
            String clientId,
            long reconnectTimeoutMs,
            List<SessionRole> sessions,
            boolean outlivesTrouble,
            Profession profession,
            int connections) {

        Role(String clientId, long reconnectTimeoutMs, List<SessionRole> sessions, boolean outlivesTrouble) {
            this(clientId, reconnectTimeoutMs, sessions, outlivesTrouble, Profession.ORDINARY, 1);
        }
    }

    /** One session of an application; without consumers it only sends. */
    public record SessionRole(SessionPlan plan, List<ConsumerPlan> consumers) {}

    /** One run in so many has branches of global transactions. */
    private static final int BRANCHES = 3;

    private final Chance chance;
    private final int partitions;
    private final List<DestinationName> queues = new ArrayList<>();
    private final List<DestinationName> topics = new ArrayList<>();
    private final List<Role> roles = new ArrayList<>();
    private final boolean groups;
    private final boolean delays;
    private final boolean selectors;
    /** One consumer of a queue in so many is an exclusive one. */
    private final int exclusive;

    private int named;

    public Scenario(Chance chance, int partitions) {
        this.chance = chance;
        this.partitions = partitions;
        selectors = chance.oneIn(2);
        // A group stays with its consumer, whose selector may not want the next of its messages.
        groups = !selectors && chance.oneIn(2);
        exclusive = chance.oneIn(4) ? 2 : 8;
        delays = chance.oneIn(3);
        for (int i = chance.between(1, 3); i > 0; i--) {
            queues.add(new DestinationName(DestinationName.Kind.QUEUE, "queue " + i));
        }
        for (int i = chance.between(0, 2); i > 0; i--) {
            topics.add(new DestinationName(DestinationName.Kind.TOPIC, "topic " + i));
        }
        for (int i = chance.between(1, 3); i > 0; i--) {
            roles.add(producer());
        }
        for (int i = chance.between(1, 3); i > 0; i--) {
            roles.add(consumer());
        }
        if (!topics.isEmpty()) {
            roles.add(subscriber());
        }
        if (chance.oneIn(3)) {
            roles.add(answered());
        }
        if (chance.oneIn(3)) {
            roles.add(browser());
        }
    }

    /** Adds applications that work in branches of global transactions to some runs, and to some of these an operator. */
    public Scenario withBranches(Chance ofBranches) {
        if (ofBranches.oneIn(BRANCHES)) {
            for (int i = ofBranches.between(1, 2); i > 0; i--) {
                roles.add(inBranches(ofBranches));
            }
            if (ofBranches.oneIn(3)) {
                SessionPlan plan = new SessionPlan(SessionPlan.Mode.AUTO, List.of(), 1, 1, 100_000, false, false, 2);
                roles.add(new Role("", -1, List.of(new SessionRole(plan, List.of())), false, Profession.OPERATOR, 1));
            }
        }
        return this;
    }

    private Role inBranches(Chance ofBranches) {
        List<SessionRole> sessions = new ArrayList<>();
        for (int i = ofBranches.between(1, 3); i > 0; i--) {
            List<ConsumerPlan> consumers = new ArrayList<>();
            for (int j = ofBranches.between(0, 2); j > 0; j--) {
                consumers.add(queueConsumer(ofBranches.pick(queues)));
            }
            boolean sends = consumers.isEmpty() || !ofBranches.oneIn(3);
            sessions.add(new SessionRole(plan(SessionPlan.Mode.TRANSACTED, sends), consumers));
        }
        return new Role("", patience(), sessions, true, Profession.GLOBAL, ofBranches.between(1, 2));
    }

    /** Somebody who is answered to a temporary queue. */
    private Role answered() {
        DestinationName replies = new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "replies");
        SessionPlan.Mode mode = chance.pick(List.of(SessionPlan.Mode.values()));
        ConsumerPlan consumer = new ConsumerPlan(
                replies, Kind.QUEUE, "", OpenConsumer.Mode.SHARED, SubscriptionRecord.ALL_COLOURS, prefetch());
        return new Role("", patience(), List.of(new SessionRole(plan(mode, false), List.of(consumer))), false);
    }

    private Role browser() {
        ConsumerPlan consumer = new ConsumerPlan(
                chance.pick(queues),
                Kind.QUEUE,
                "",
                OpenConsumer.Mode.BROWSE,
                SubscriptionRecord.ALL_COLOURS,
                prefetch());
        SessionPlan plan = plan(SessionPlan.Mode.AUTO, false);
        return new Role("", patience(), List.of(new SessionRole(plan, List.of(consumer))), false);
    }

    public List<Role> roles() {
        return roles;
    }

    private Role producer() {
        List<SessionRole> sessions = new ArrayList<>();
        for (int i = chance.between(1, 2); i > 0; i--) {
            sessions.add(new SessionRole(
                    plan(chance.oneIn(3) ? SessionPlan.Mode.TRANSACTED : SessionPlan.Mode.AUTO, true), List.of()));
        }
        return new Role("", patience(), sessions, false);
    }

    private Role consumer() {
        List<SessionRole> sessions = new ArrayList<>();
        for (int i = chance.between(1, 2); i > 0; i--) {
            SessionPlan.Mode mode = chance.pick(List.of(SessionPlan.Mode.values()));
            List<ConsumerPlan> consumers = new ArrayList<>();
            for (int j = chance.between(1, 2); j > 0; j--) {
                consumers.add(queueConsumer(chance.pick(queues)));
            }
            sessions.add(
                    new SessionRole(plan(mode, mode == SessionPlan.Mode.TRANSACTED && chance.oneIn(2)), consumers));
        }
        return new Role("", patience(), sessions, false);
    }

    private ConsumerPlan queueConsumer(DestinationName queue) {
        boolean alone = chance.oneIn(exclusive);
        return new ConsumerPlan(
                queue,
                Kind.QUEUE,
                "",
                alone ? OpenConsumer.Mode.EXCLUSIVE : OpenConsumer.Mode.SHARED,
                alone ? SubscriptionRecord.ALL_COLOURS : colour(), // nobody else takes what it does not want
                prefetch());
    }

    private Role subscriber() {
        String clientId = "client " + ++named;
        List<SessionRole> sessions = new ArrayList<>();
        for (Kind kind : List.of(Kind.UNSHARED, Kind.UNSHARED_DURABLE, Kind.SHARED, Kind.SHARED_DURABLE)) {
            if (chance.oneIn(2)) {
                String name = kind == Kind.UNSHARED ? "" : "subscription " + ++named;
                ConsumerPlan consumer = new ConsumerPlan(
                        chance.pick(topics), kind, name, OpenConsumer.Mode.SHARED, colour(), prefetch());
                List<ConsumerPlan> consumers =
                        kind.isShared() && chance.oneIn(2) ? List.of(consumer, consumer) : List.of(consumer);
                SessionPlan.Mode mode = chance.pick(List.of(SessionPlan.Mode.values()));
                sessions.add(new SessionRole(plan(mode, false), consumers));
            }
        }
        // It comes again in the end, whatever happened, and consumes what its durable subscriptions are owed.
        return new Role(clientId, patience(), sessions, true);
    }

    /** Those who consume what is left in the queues. */
    List<Role> sweepers() {
        List<ConsumerPlan> consumers = new ArrayList<>();
        List<DestinationName> all = new ArrayList<>(queues);
        all.addAll(deadLetters());
        for (DestinationName queue : all) {
            consumers.add(new ConsumerPlan(
                    queue, Kind.QUEUE, "", OpenConsumer.Mode.SHARED, SubscriptionRecord.ALL_COLOURS, 100));
        }
        SessionPlan plan = new SessionPlan(SessionPlan.Mode.AUTO, List.of(), 1, 1, 100, false, false, 1);
        return List.of(new Role("", -1, List.of(new SessionRole(plan, consumers)), true));
    }

    /** Where messages go that nobody could process: DLQ, and on each other partition the first of DLQ.1, DLQ.2 … there. */
    private List<DestinationName> deadLetters() {
        TreeMap<Integer, DestinationName> byPartition = new TreeMap<>();
        for (int n = 0; byPartition.size() < partitions; n++) {
            DestinationName name =
                    new DestinationName(DestinationName.Kind.QUEUE, n == 0 ? DEAD_LETTERS : DEAD_LETTERS + "." + n);
            byPartition.putIfAbsent(MetadataImage.partitionOf(name, partitions), name);
        }
        return List.copyOf(byPartition.values());
    }

    private SessionPlan plan(SessionPlan.Mode mode, boolean sends) {
        List<DestinationName> targets = new ArrayList<>();
        if (sends) {
            targets.addAll(queues);
            targets.addAll(topics);
            if (chance.oneIn(2)) {
                targets.subList(chance.between(1, targets.size()), targets.size())
                        .clear();
            }
        }
        return new SessionPlan(
                mode,
                targets,
                chance.oneIn(2) ? 1 : chance.between(2, 32),
                mode == SessionPlan.Mode.AUTO ? 1 : chance.between(1, 10),
                chance.pick(List.of(2_000L, 10_000L, 50_000L)),
                delays,
                groups,
                chance.pick(List.of(20, 50, 200)));
    }

    private int colour() {
        return selectors && chance.oneIn(3) ? chance.between(0, Sender.COLOURS - 1) : SubscriptionRecord.ALL_COLOURS;
    }

    private int prefetch() {
        return chance.pick(List.of(0, 1, 5, 50, 500));
    }

    private long patience() {
        return chance.oneIn(4) ? chance.between(1_000L, 8_000L) : -1;
    }
}
