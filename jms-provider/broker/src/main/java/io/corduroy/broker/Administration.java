package io.corduroy.broker;

import io.corduroy.broker.delivery.DeliveryPort;
import io.corduroy.broker.delivery.Dispatcher;
import io.corduroy.broker.record.MoveReason;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Subscription;
import io.corduroy.protocol.AdminArgument;
import io.corduroy.protocol.AdminRequest;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.InvalidArgumentException;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.selector.Selector;
import io.corduroy.selector.SelectorException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Does what administrators ask for. Who may ask is the server's decision. */
final class Administration {
    private final int partition;
    private final PartitionState state;
    private final Journal journal;
    private final Dispatcher dispatcher;
    private final DeliveryPort port;
    private final Chores chores;
    private final AdminTables tables;
    private final TransactionTable transactions;
    private final GlobalBranches branches;
    private final Placement placement;

    Administration(
            int partition,
            PartitionState state,
            Journal journal,
            Dispatcher dispatcher,
            DeliveryPort port,
            Chores chores,
            AdminTables tables,
            TransactionTable transactions,
            GlobalBranches branches,
            Placement placement) {
        this.partition = partition;
        this.state = state;
        this.journal = journal;
        this.dispatcher = dispatcher;
        this.port = port;
        this.chores = chores;
        this.tables = tables;
        this.transactions = transactions;
        this.branches = branches;
        this.placement = placement;
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

    /** Whom to answer what. */
    private record Asked(AttachedClient.LinkSide link, long requestId, AdminRequest request) {
        AdminVerb verb() {
            return request.verb();
        }
    }

    void onAdmin(AttachedClient client, ClientFrame.Admin command) {
        try {
            AdminRequest request = AdminVerb.named(command.verb()).parse(command.arguments());
            execute(new Asked(client.link, command.requestId(), request));
        } catch (InvalidArgumentException e) {
            client.link.failed(command.requestId(), ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        } catch (Refused e) {
            client.link.failed(command.requestId(), e.code, String.valueOf(e.getMessage()));
        }
    }

    private void execute(Asked asked) throws Refused {
        switch (asked.verb()) {
            case QUEUE_CREATE -> createDestination(asked, DestinationName.Kind.QUEUE);
            case TOPIC_CREATE -> createDestination(asked, DestinationName.Kind.TOPIC);
            case QUEUE_ALTER, TOPIC_ALTER -> alter(asked);
            case QUEUE_DELETE, TOPIC_DELETE -> delete(asked);
            case QUEUE_LIST, TOPIC_LIST -> listDestinations(asked);
            case QUEUE_STAT, TOPIC_STAT -> statDestination(asked);
            case SUBSCRIPTION_LIST -> listSubscriptions(asked);
            case SUBSCRIPTION_CREATE -> createSubscription(asked);
            case SUBSCRIPTION_DELETE -> deleteSubscription(asked);
            case SUBSCRIPTION_STAT -> statSubscription(asked);
            case MESSAGE_PURGE -> purge(asked);
            case MESSAGE_MOVE -> move(asked);
            case TRANSACTION_LIST -> answer(asked, transactions.rows(limit(asked), journal.nowMs()));
            case TRANSACTION_COMMIT, TRANSACTION_ROLLBACK -> decide(asked);
            case TRANSACTION_FORGET -> forget(asked);
            case NODE_STAT -> answer(asked, List.of(tables.partition(asked.verb())));
        }
    }

    private void answer(Asked asked, List<Map<String, String>> rows) {
        asked.link().send(new ServerFrame.Rows(partition, asked.requestId(), rows));
    }

    // Branches of global transactions

    private static BranchId branch(Asked asked) throws Refused {
        try {
            return BranchId.parse(asked.request().required(AdminArgument.BRANCH));
        } catch (InvalidArgumentException e) {
            throw new Refused(ErrorCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
    }

    private void decide(Asked asked) throws Refused {
        if (!branches.mayDecideByHand()) {
            throw new Refused(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "too many decisions by hand are kept already; forget those whose transaction managers are gone");
        }
        boolean commit = asked.verb() == AdminVerb.TRANSACTION_COMMIT;
        BranchId branch = branch(asked);
        branches.decide(branch, commit, true, state -> {
            if (state != BranchState.UNKNOWN && state.isCommitted() != commit) {
                asked.link()
                        .failed(
                                asked.requestId(),
                                ErrorCode.INVALID_ARGUMENT,
                                branch + " is " + TransactionTable.word(state) + " already");
            } else {
                answer(asked, transactions.rows(asked.verb(), branch, state));
            }
        });
    }

    private void forget(Asked asked) throws Refused {
        BranchId branch = branch(asked);
        BranchState was = branches.forget(branch);
        journal.whenApplied(() -> answer(asked, transactions.rows(asked.verb(), branch, was)));
    }

    // Destinations

    private void createDestination(Asked asked, DestinationName.Kind kind) throws Refused {
        DestinationName name = new DestinationName(kind, asked.request().required(AdminArgument.NAME));
        if (state.destination(name) != null) {
            throw new Refused(ErrorCode.DESTINATION_CONFLICT, name + " exists already");
        }
        journal.createDestination(name, 0, asked.request().settings());
        journal.doneWhenApplied(asked.link(), asked.requestId());
    }

    private void alter(Asked asked) throws Refused {
        Destination destination = destination(asked, AdminArgument.NAME);
        journal.append(journal.write.destinationAltered(
                destination.id(), asked.request().settings()));
        journal.doneWhenApplied(asked.link(), asked.requestId());
    }

    private void delete(Asked asked) throws Refused {
        Destination destination = destination(asked, AdminArgument.NAME);
        if (!asked.request().flag(AdminArgument.FORCE)) {
            requireUnused(destination);
        }
        journal.append(journal.write.destinationDeleted(destination.id()));
        journal.doneWhenApplied(asked.link(), asked.requestId());
    }

    private void requireUnused(Destination destination) throws Refused {
        int subscriptions = destination.subscriptions().size();
        if (destination.scheduledCount() > 0) {
            throw new Refused(
                    ErrorCode.IN_USE,
                    destination.name() + " has " + destination.scheduledCount() + " messages that are not due yet");
        }
        if (!destination.isQueue() && subscriptions > 0) {
            throw new Refused(ErrorCode.IN_USE, destination.name() + " has " + subscriptions + " subscriptions");
        }
        for (Subscription each : destination.subscriptions()) {
            int consumers = dispatcher.of(each).consumers().openCount();
            if (consumers > 0 || each.depth() > 0) {
                throw new Refused(
                        ErrorCode.IN_USE,
                        destination.name() + " has " + consumers + " consumers and " + each.depth() + " messages");
            }
        }
    }

    private static boolean isOfQueues(AdminVerb verb) {
        return switch (verb) {
            case TOPIC_CREATE, TOPIC_DELETE, TOPIC_ALTER, TOPIC_LIST, TOPIC_STAT -> false;
            case SUBSCRIPTION_LIST, SUBSCRIPTION_CREATE, SUBSCRIPTION_DELETE, SUBSCRIPTION_STAT -> false;
            default -> true;
        };
    }

    /** The queue or topic that an argument names: the temporary one only if there is no other. */
    private Destination destination(Asked asked, AdminArgument argument) throws Refused {
        String name = asked.request().required(argument);
        boolean queue = isOfQueues(asked.verb());
        DestinationName lasting =
                new DestinationName(queue ? DestinationName.Kind.QUEUE : DestinationName.Kind.TOPIC, name);
        DestinationName temporary = new DestinationName(
                queue ? DestinationName.Kind.TEMPORARY_QUEUE : DestinationName.Kind.TEMPORARY_TOPIC, name);
        Destination found = state.destination(lasting);
        found = found == null ? state.destination(temporary) : found;
        if (found == null) {
            throw new Refused(ErrorCode.DESTINATION_UNKNOWN, lasting + " does not exist");
        }
        return found;
    }

    private void listDestinations(Asked asked) {
        boolean queues = isOfQueues(asked.verb());
        List<Destination> found = new ArrayList<>();
        Pattern pattern = pattern(asked);
        state.destinations().forEach(each -> {
            if (each.isQueue() == queues && pattern.matcher(each.name().name()).matches()) {
                found.add(each);
            }
        });
        List<Map<String, String>> rows = found.stream()
                .sorted(Comparator.comparing(each -> each.name().name()))
                .limit(limit(asked))
                .map(each -> tables.destination(asked.verb(), each, OldestMessage.NONE, journal.nowMs()))
                .toList();
        answer(asked, rows);
    }

    private static long limit(Asked asked) {
        return asked.request().count(AdminArgument.LIMIT).orElse(Long.MAX_VALUE);
    }

    private static Pattern pattern(Asked asked) {
        String glob = asked.request().text(AdminArgument.PATTERN).orElse("*");
        StringBuilder regex = new StringBuilder();
        for (String literal : glob.split("\\*", -1)) {
            regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private void statDestination(Asked asked) throws Refused {
        Destination destination = destination(asked, AdminArgument.NAME);
        List<Subscription> subscriptions = List.copyOf(destination.subscriptions());
        new OldestMessage(
                        subscriptions,
                        port,
                        dispatcher,
                        oldest -> answer(
                                asked, List.of(tables.destination(asked.verb(), destination, oldest, journal.nowMs()))))
                .find();
    }

    // Subscriptions

    private void listSubscriptions(Asked asked) {
        Pattern pattern = pattern(asked);
        String topic = asked.request().text(AdminArgument.TOPIC).orElse("");
        List<Subscription> found = new ArrayList<>();
        state.subscriptions().forEach(each -> {
            boolean ofTopic = !each.destination().isQueue()
                    && (topic.isEmpty()
                            || topic.equals(each.destination().name().name()));
            if (ofTopic && pattern.matcher(each.spec().name()).matches()) {
                found.add(each);
            }
        });
        Comparator<Subscription> byTopic =
                Comparator.comparing(each -> each.destination().name().name());
        List<Map<String, String>> rows = found.stream()
                .sorted(byTopic.thenComparing(each -> each.spec().name()))
                .limit(limit(asked))
                .map(each -> tables.subscription(asked.verb(), each, OldestMessage.NONE, journal.nowMs()))
                .toList();
        answer(asked, rows);
    }

    private static SubscriptionSpec spec(Asked asked) {
        AdminRequest request = asked.request();
        return new SubscriptionSpec(
                request.flag(AdminArgument.SHARED)
                        ? SubscriptionSpec.Kind.SHARED_DURABLE
                        : SubscriptionSpec.Kind.UNSHARED_DURABLE,
                request.text(AdminArgument.CLIENT_ID).orElse(""),
                request.required(AdminArgument.SUBSCRIPTION),
                request.flag(AdminArgument.NO_LOCAL));
    }

    private void createSubscription(Asked asked) throws Refused {
        Destination topic = destination(asked, AdminArgument.TOPIC);
        SubscriptionSpec spec = spec(asked);
        if (spec.name().isEmpty()) {
            throw new Refused(ErrorCode.INVALID_ARGUMENT, "a durable subscription has a name");
        }
        if (state.subscription(spec) != null) {
            throw new Refused(ErrorCode.SUBSCRIPTION_CONFLICT, "subscription \"" + spec.name() + "\" exists already");
        }
        if (topic.name().kind().isTemporary()) {
            throw new Refused(ErrorCode.INVALID_ARGUMENT, topic.name() + " is temporary");
        }
        selector(asked);
        String text = asked.request().text(AdminArgument.SELECTOR).orElse("");
        journal.append(journal.write.subscriptionCreated(topic.id(), spec, text));
        journal.doneWhenApplied(asked.link(), asked.requestId());
    }

    private static @Nullable Selector selector(Asked asked) throws Refused {
        String text = asked.request().text(AdminArgument.SELECTOR).orElse("");
        try {
            return text.isEmpty() ? null : Selector.parse(text);
        } catch (SelectorException e) {
            throw new Refused(ErrorCode.INVALID_SELECTOR, String.valueOf(e.getMessage()));
        }
    }

    private Subscription subscription(Asked asked) throws Refused {
        Destination topic = destination(asked, AdminArgument.TOPIC);
        SubscriptionSpec spec = spec(asked);
        Subscription found = state.subscription(spec);
        if (found == null || found.destination() != topic || found.spec().kind() != spec.kind()) {
            throw new Refused(
                    ErrorCode.SUBSCRIPTION_UNKNOWN,
                    topic.name() + " has no " + (spec.kind().isShared() ? "shared" : "unshared")
                            + " durable subscription \"" + spec.name() + "\" of client \"" + spec.clientId() + '"');
        }
        return found;
    }

    private void deleteSubscription(Asked asked) throws Refused {
        Subscription found = subscription(asked);
        int consumers = dispatcher.of(found).consumers().openCount();
        if (consumers > 0 && !asked.request().flag(AdminArgument.FORCE)) {
            throw new Refused(
                    ErrorCode.IN_USE, "subscription \"" + found.spec().name() + "\" has " + consumers + " consumers");
        }
        journal.append(journal.write.subscriptionDeleted(found.id()));
        journal.doneWhenApplied(asked.link(), asked.requestId());
    }

    private void statSubscription(Asked asked) throws Refused {
        Subscription found = subscription(asked);
        new OldestMessage(
                        List.of(found),
                        port,
                        dispatcher,
                        oldest -> answer(
                                asked, List.of(tables.subscription(asked.verb(), found, oldest, journal.nowMs()))))
                .find();
    }

    // Messages

    private void purge(Asked asked) throws Refused {
        remove(asked, destination(asked, AdminArgument.NAME), new MessageRemoval.Removal() {
            @Override
            public void remove(Subscription subscription, List<LaneRange> ranges) {
                journal.append(journal.write.acknowledged(subscription.id(), 0, ranges));
            }

            @Override
            public void removeVolatile(Subscription subscription, List<LaneRange> ranges) {
                ranges.forEach(range -> state.volatileChanges().acknowledge(subscription, range));
            }
        });
    }

    private void move(Asked asked) throws Refused {
        Destination from = destination(asked, AdminArgument.FROM);
        requireHere(
                new DestinationName(DestinationName.Kind.QUEUE, asked.request().required(AdminArgument.TO)));
        DestinationName to = destination(asked, AdminArgument.TO).name();
        if (from.name().equals(to)) {
            throw new Refused(ErrorCode.INVALID_ARGUMENT, "messages of " + to + " are there already");
        }
        remove(asked, from, new MessageRemoval.Removal() {
            @Override
            public void remove(Subscription subscription, List<LaneRange> ranges) {
                journal.append(journal.write.moved(MoveReason.COMMAND, subscription.id(), to, ranges));
            }

            @Override
            public void removeVolatile(Subscription subscription, List<LaneRange> ranges) {
                state.volatileChanges().move(MoveReason.COMMAND, subscription, ranges, to);
            }
        });
    }

    private void requireHere(DestinationName target) throws Refused {
        if (!placement.isHere(target)) {
            throw new Refused(
                    ErrorCode.INVALID_ARGUMENT,
                    target + " lives on partition " + placement.partitionOf(target)
                            + ", the messages on partition " + partition
                            + ": they are moved within a partition only; consume them and send them in a transaction");
        }
    }

    private void remove(Asked asked, Destination from, MessageRemoval.Removal removal) throws Refused {
        MessageRemoval.Outcome outcome =
                count -> journal.whenApplied(() -> answer(asked, List.of(tables.affected(asked.verb(), count))));
        chores.add(new MessageRemoval(
                from.subscriptions().get(0),
                selector(asked),
                limit(asked),
                port,
                dispatcher,
                chores,
                removal,
                outcome));
    }
}
