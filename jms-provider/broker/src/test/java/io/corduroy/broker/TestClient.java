package io.corduroy.broker;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.OpenConsumer.Mode;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A client that speaks frames and remembers what it was told. */
final class TestClient {
    /** Every message there could be: to keep whatever is held. */
    static final List<LaneRange> EVERYTHING = IntStream.range(0, LaneRange.LANES)
            .mapToObj(lane -> new LaneRange(lane, 0, Long.MAX_VALUE - 1))
            .toList();

    static final DestinationName ORDERS = new DestinationName(DestinationName.Kind.QUEUE, "orders");
    static final DestinationName NEWS = new DestinationName(DestinationName.Kind.TOPIC, "news");
    private static long instances;

    final ClientInstanceId id;
    final String clientId;
    final boolean resumable;
    /** Whom the server has let in. */
    String user = "";

    final List<ServerFrame> received = new ArrayList<>();
    private final TestPartition partition;
    private final Map<Long, Long> sequences = new HashMap<>();
    private long requests;

    TestClient(TestPartition partition) {
        this(partition, "", true);
    }

    TestClient(TestPartition partition, String clientId, boolean resumable) {
        this(partition, newInstance(), clientId, resumable);
    }

    TestClient(TestPartition partition, ClientInstanceId id, String clientId, boolean resumable) {
        this.partition = partition;
        this.id = id;
        this.clientId = clientId;
        this.resumable = resumable;
    }

    static ClientInstanceId newInstance() {
        return new ClientInstanceId(7, ++instances);
    }

    static TestClient attached(TestPartition partition) {
        TestClient client = new TestClient(partition);
        client.attach();
        return client;
    }

    private long attachedAs;

    long attachedAs() {
        return attachedAs;
    }

    void attachedAs(long number) {
        attachedAs = number;
    }

    ServerFrame.Attached attach() {
        partition.connect(this);
        ServerFrame.Attached answer =
                ask(new ClientFrame.Attach(partition.number, ++requests, attachedAs), ServerFrame.Attached.class);
        attachedAs = answer.client();
        return answer;
    }

    void onLinkLost() {
        received.clear();
        requests = 0;
    }

    long nextRequest() {
        return ++requests;
    }

    void tell(ClientFrame.Command command) {
        partition.command(this, command);
    }

    /** Commands, settles, and takes the last answer of a kind out of what was received. */
    <F extends ServerFrame> F ask(ClientFrame.Command command, Class<F> answer) {
        tell(command);
        partition.settle();
        return take(answer);
    }

    <F extends ServerFrame> F take(Class<F> kind) {
        for (int i = received.size() - 1; i >= 0; i--) {
            if (kind.isInstance(received.get(i))) {
                return kind.cast(received.remove(i));
            }
        }
        throw new AssertionError("no " + kind.getSimpleName() + " among " + received);
    }

    <F extends ServerFrame> List<F> all(Class<F> kind) {
        return received.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    ServerFrame.Done done(ClientFrame.Command command) {
        return ask(command, ServerFrame.Done.class);
    }

    ServerFrame.Failed failed(ClientFrame.Command command) {
        return ask(command, ServerFrame.Failed.class);
    }

    int open(DestinationName name) {
        return ask(
                        new ClientFrame.OpenDestination(partition.number, nextRequest(), name, true),
                        ServerFrame.DestinationOpened.class)
                .destinationId();
    }

    long producer(int session) {
        ServerFrame.ProducerOpened opened = ask(
                new ClientFrame.OpenProducer(partition.number, nextRequest(), session),
                ServerFrame.ProducerOpened.class);
        return opened.producer();
    }

    // Sending

    static ByteBuffer text(String text) {
        return MessageEncoder.encode(new MessageFields().text(text));
    }

    ClientFrame.Send message(long producer, int destination, String text) {
        long sequence = sequences.merge(producer, 1L, Long::sum);
        return message(producer, sequence, destination, 0, true, 4, text(text));
    }

    ClientFrame.Send message(
            long producer,
            long sequence,
            int destination,
            long transaction,
            boolean persistent,
            int priority,
            ByteBuffer bytes) {
        return new ClientFrame.Send(
                partition.number,
                producer,
                sequence,
                destination,
                transaction,
                persistent,
                false,
                priority,
                partition.nowMs,
                0,
                0,
                "",
                0,
                bytes);
    }

    /** A persistent text that {@link #message(long, int, String)} makes, to say what shall be different about it. */
    SendDraft draft(long producer, int destination, String text) {
        return SendDraft.like(message(producer, destination, text));
    }

    long nextSequence(long producer) {
        return sequences.merge(producer, 1L, Long::sum);
    }

    void send(long producer, int destination, String... texts) {
        for (String each : texts) {
            tell(message(producer, destination, each));
        }
        partition.settle();
    }

    void sendIn(long transaction, long producer, int destination, String... texts) {
        for (String each : texts) {
            tell(message(producer, nextSequence(producer), destination, transaction, true, 4, text(each)));
        }
        partition.settle();
    }

    void sendAt(int priority, boolean persistent, long producer, int destination, String... texts) {
        for (String each : texts) {
            tell(message(producer, nextSequence(producer), destination, 0, persistent, priority, text(each)));
        }
        partition.settle();
    }

    // Consuming

    ClientFrame.OpenConsumer consumer(int consumer, int session, int queue, String selector, int credit) {
        return consumer(consumer, session, queue, SubscriptionSpec.OF_QUEUE, selector, credit, List.of());
    }

    ClientFrame.OpenConsumer consumer(
            int consumer,
            int session,
            int destination,
            SubscriptionSpec spec,
            String selector,
            int credit,
            List<LaneRange> held) {
        return new ClientFrame.OpenConsumer(
                partition.number,
                nextRequest(),
                consumer,
                session,
                destination,
                spec,
                selector,
                credit,
                Mode.SHARED,
                held);
    }

    void consume(int consumer, int queue, int credit) {
        done(consumer(consumer, 1, queue, "", credit));
    }

    void subscribe(int consumer, int topic, SubscriptionSpec spec, String selector) {
        done(consumer(consumer, 1, topic, spec, selector, 1_000, List.of()));
    }

    void credit(int consumer, int add) {
        tell(new ClientFrame.Credit(partition.number, consumer, add));
        partition.settle();
    }

    List<ServerFrame.Deliver> deliveries() {
        return all(ServerFrame.Deliver.class);
    }

    List<ServerFrame.Deliver> takeDeliveries() {
        List<ServerFrame.Deliver> taken = new ArrayList<>(deliveries());
        received.removeAll(taken);
        return taken;
    }

    List<String> takeTexts() {
        return takeDeliveries().stream().map(TestClient::textOf).toList();
    }

    static String textOf(ServerFrame.Deliver delivery) {
        return EncodedMessage.of(delivery.message()).text().orElse("(null)");
    }

    ClientFrame.Acknowledge acknowledgment(int consumer, long transaction, List<ServerFrame.Deliver> deliveries) {
        return new ClientFrame.Acknowledge(
                partition.number, nextRequest(), 1, consumer, transaction, rangesOf(deliveries));
    }

    void acknowledge(int consumer, List<ServerFrame.Deliver> deliveries) {
        done(acknowledgment(consumer, 0, deliveries));
    }

    static List<LaneRange> rangesOf(List<ServerFrame.Deliver> deliveries) {
        return deliveries.stream()
                .map(each -> new LaneRange(each.lane(), each.sequence(), each.sequence()))
                .toList();
    }

    /** Closes a consumer, whose session keeps what it has seen of it. */
    void closeConsumer(int consumer, List<LaneRange> kept) {
        done(new ClientFrame.CloseConsumer(partition.number, nextRequest(), consumer, kept));
    }

    void release(int consumer, boolean seen, List<ServerFrame.Deliver> deliveries) {
        done(new ClientFrame.Release(partition.number, nextRequest(), 1, consumer, seen, rangesOf(deliveries)));
    }

    void resumed() {
        done(new ClientFrame.Resumed(partition.number, nextRequest()));
    }

    void closeSession(int session) {
        done(new ClientFrame.CloseSession(partition.number, nextRequest(), session));
    }

    ClientFrame.Commit commit(long transaction, long sends, long acknowledgments) {
        return new ClientFrame.Commit(partition.number, nextRequest(), 1, transaction, sends, acknowledgments);
    }

    ClientFrame.Prepare prepare(long transaction, long sends, long acknowledgments, int decider, Integer... all) {
        return new ClientFrame.Prepare(
                partition.number, nextRequest(), 1, transaction, sends, acknowledgments, decider, List.of(all));
    }

    ClientFrame.PrepareBranch prepare(
            BranchId branch, int session, long transaction, long sends, long acknowledgments, Integer... all) {
        return new ClientFrame.PrepareBranch(
                partition.number,
                nextRequest(),
                session,
                transaction,
                sends,
                acknowledgments,
                false,
                branch,
                List.of(all));
    }

    ClientFrame.PrepareBranch commitAtOnce(BranchId branch, long transaction, long sends, long acknowledgments) {
        return new ClientFrame.PrepareBranch(
                partition.number,
                nextRequest(),
                1,
                transaction,
                sends,
                acknowledgments,
                true,
                branch,
                List.of(partition.number));
    }

    BranchState decide(BranchId branch, boolean commit) {
        ClientFrame.Command command = new ClientFrame.DecideBranch(partition.number, nextRequest(), branch, commit);
        return ask(command, ServerFrame.BranchDecided.class).state();
    }

    BranchState forget(BranchId branch) {
        ClientFrame.Command command = new ClientFrame.ForgetBranch(partition.number, nextRequest(), branch);
        return ask(command, ServerFrame.BranchDecided.class).state();
    }

    List<ServerFrame.BranchEntry> recover() {
        return recoverAfter(0).branches();
    }

    ServerFrame.Branches recoverAfter(long number) {
        ClientFrame.Command command = new ClientFrame.RecoverBranches(partition.number, nextRequest(), number);
        return ask(command, ServerFrame.Branches.class);
    }

    ClientFrame.Rollback rollback(long transaction) {
        return new ClientFrame.Rollback(partition.number, nextRequest(), 1, transaction);
    }

    // Administration

    ClientFrame.Admin admin(String verb, Map<String, String> arguments) {
        return new ClientFrame.Admin(partition.number, nextRequest(), verb, arguments);
    }

    List<Map<String, String>> rows(String verb, Map<String, String> arguments) {
        return ask(admin(verb, arguments), ServerFrame.Rows.class).rows();
    }
}
