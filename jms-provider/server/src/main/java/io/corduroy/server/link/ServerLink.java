package io.corduroy.server.link;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.ProtocolVersion;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.Heartbeat;
import io.corduroy.protocol.frame.KeptCommand;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.server.login.Authenticator;
import io.corduroy.server.partition.ClientLogin;
import io.corduroy.server.partition.ClientPort;
import io.corduroy.server.partition.PartitionDoor;
import io.corduroy.transport.CloseReason;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's link, from its first byte to its end. All state is the link's loop's.
 *
 * <pre>
 *   STRANGER --Hello--> ADMITTING --let in--> OPEN --Bye--> LEAVING
 *       \                  |                   |               |
 *        `-----------------+------refused------+---> ENDED <---'  (also when the link ends by itself)
 * </pre>
 *
 * <p>What does not belong where it came (a command before Hello, a partition that does not exist) ends the link with a reason:
 * a peer that is wrong about the protocol cannot be served right by guessing.
 */
final class ServerLink implements LinkHandler<Frame>, ClientFrame.Handler, ClientPort {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLink.class);

    private enum State {
        STRANGER,
        ADMITTING,
        OPEN,
        LEAVING,
        ENDED
    }

    private final LinkContext context;
    private final ClientRegistry registry;
    private final LinkCounters counters;
    private final boolean inVm;
    private final BitSet attached = new BitSet();
    private final List<Runnable> whenGone = new ArrayList<>();

    // Set once: link and pauses by onOpen, before anybody else can know this object; login before it is registered.
    private volatile @Nullable Link<Frame> link;
    private volatile @Nullable ClientLogin login;
    private @Nullable ReadingPauses pauses;
    private @Nullable Handover handover;
    private State state = State.STRANGER;
    private int farewellsMissing;

    ServerLink(LinkContext context, ClientRegistry registry, LinkCounters counters, boolean inVm) {
        this.context = context;
        this.registry = registry;
        this.counters = counters;
        this.inVm = inVm;
    }

    // What the transport tells

    @Override
    public void onOpen(Link<Frame> opened) {
        link = opened;
        pauses = new ReadingPauses(opened);
        if (!registry.arrive(this)) {
            refuseNow(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "too many connections, or the server is shutting down; see listen.max-connections");
        }
    }

    @Override
    public void onFrame(Link<Frame> from, Frame frame) {
        if (frame instanceof ClientFrame spoken) {
            spoken.dispatch(this);
        } else if (!(frame instanceof Heartbeat)) {
            refuseNow(ErrorCode.PROTOCOL, name(frame) + " is what servers say, not clients");
        }
    }

    @Override
    public void onTurnEnd(Link<Frame> from) {
        if (handover != null) {
            handover.flush();
        }
    }

    @Override
    public void onWritable(Link<Frame> from) {
        ClientLogin client = login;
        if (client != null) {
            attached.stream().forEach(number -> {
                PartitionDoor door = door(number);
                onLoopOf(door, () -> door.onWritable(client.instance()));
            });
        }
    }

    @Override
    public void onIdle(Link<Frame> from) {
        if (state == State.OPEN || state == State.LEAVING) {
            from.send(Heartbeat.INSTANCE);
        }
    }

    @Override
    public void onFault(Link<Frame> from, CloseReason reason) {
        refuseNow(ErrorCode.PROTOCOL, reason.text());
    }

    @Override
    public void onClosed(Link<Frame> from, CloseReason reason) {
        boolean wasClient = state == State.OPEN;
        if (state == State.STRANGER || state == State.ADMITTING) {
            counters.refused.increment();
        }
        disconnect(false);
        state = State.ENDED;
        registry.leave(this);
        whenGone.forEach(Runnable::run);
        whenGone.clear();
        if (wasClient) {
            counters.lost.increment();
            LOG.info("link lost: client={} peer={} reason={}", describe(), from.peer(), reason);
        } else {
            LOG.debug("link ended: client={} peer={} reason={}", describe(), from.peer(), reason);
        }
    }

    // What the client says

    @Override
    public void onHello(ClientFrame.Hello hello) {
        if (state != State.STRANGER) {
            refuseNow(ErrorCode.PROTOCOL, "a second Hello");
            return;
        }
        OptionalInt version = ProtocolVersion.choose(hello.minVersion(), hello.maxVersion());
        if (version.isEmpty()) {
            refuseNow(
                    ErrorCode.UNSUPPORTED_VERSION,
                    "the client speaks protocol versions " + hello.minVersion() + " to " + hello.maxVersion()
                            + ", this server " + ProtocolVersion.OLDEST + " to " + ProtocolVersion.NEWEST);
            return;
        }
        state = State.ADMITTING;
        pauses().add(ReadingPauses.ADMISSION);
        Link<Frame> open = link();
        String vouchedUser = context.authenticator().vouches() ? hello.user() : "";
        ClientLogin client = new ClientLogin(
                hello.instance(),
                hello.clientId(),
                hello.user(),
                vouchedUser,
                context.userIdRequired() && !vouchedUser.isEmpty(),
                hello.resumable(),
                hello.product(),
                open.peer());
        context.authenticator()
                .authenticate(new Authenticator.Login(hello.user(), hello.password(), open.peer()))
                .whenComplete((verdict, failure) -> onLoop(() -> onVerdict(
                        client, version.getAsInt(), Optional.ofNullable(verdict), Optional.ofNullable(failure))));
    }

    private void onVerdict(
            ClientLogin client, int version, Optional<Authenticator.Verdict> verdict, Optional<Throwable> failure) {
        failure.ifPresent(cause -> LOG.error("authentication failed to answer: peer={}", client.peer(), cause));
        if (state != State.ADMITTING) {
            return; // it did not wait
        }
        if (verdict.filter(Authenticator.Verdict.BUSY::equals).isPresent()) {
            refuseNow(ErrorCode.RESOURCE_EXHAUSTED, "too many log-ins wait to be checked; try again later");
            return;
        }
        if (verdict.filter(Authenticator.Verdict.ACCEPTED::equals).isEmpty()) {
            refuseNow(ErrorCode.AUTHENTICATION_FAILED, "user or password wrong, or anonymous access not allowed");
            return;
        }
        enter(client, version);
    }

    private void enter(ClientLogin client, int version) {
        if (state != State.ADMITTING) {
            return;
        }
        login = client;
        switch (registry.enter(client, this)) {
            case ENTERED -> welcome(version);
            case CLIENT_ID_TAKEN ->
                refuseNow(
                        ErrorCode.CLIENT_ID_IN_USE,
                        "client identifier \"" + client.clientId() + "\" is in use by another connection");
            case FOREIGN_INSTANCE -> refuseNow(ErrorCode.NOT_AUTHORIZED, "this connection belongs to another user");
            // The client has noticed before us that its old link is dead: that one has to leave every partition first.
            case OLD_LINK_PRESENT ->
                registry.linkOf(client.instance())
                        .ifPresentOrElse(
                                old -> old.giveWay(() -> onLoop(() -> enter(client, version))),
                                () -> enter(client, version));
        }
    }

    private void welcome(int version) {
        Link<Frame> open = link();
        state = State.OPEN;
        counters.accepted.increment();
        ClientLogin client = Objects.requireNonNull(login);
        handover = new Handover(client.instance(), pauses(), open.loop());
        open.raiseFrameLimit();
        open.send(new ServerFrame.Welcome(
                version,
                context.node(),
                context.image().get(),
                context.codec().maxFrameBytes(),
                context.maxMessageBytes(),
                context.wholeBytes(),
                context.pieceBytes(),
                context.heartbeatMs(),
                client.vouchedUser(),
                client.userIdRequired()));
        LOG.info("client connected: client={} peer={} product={}", describe(), open.peer(), client.product());
        pauses().remove(ReadingPauses.ADMISSION);
    }

    @Override
    public void onCommand(ClientFrame.Command command) {
        if (state != State.OPEN) {
            if (state != State.ENDED) {
                refuseNow(
                        ErrorCode.PROTOCOL,
                        name(command) + " does not belong here: Hello comes first, nothing after Bye");
            }
            return;
        }
        int number = command.partition();
        if (number < 1 || number > context.partitions().size()) {
            refuseNow(
                    ErrorCode.PROTOCOL,
                    "partition " + number + ": this node has 1 to "
                            + context.partitions().size());
            return;
        }
        PartitionDoor door = door(number);
        if (command instanceof ClientFrame.Attach) {
            if (attached.get(number)) {
                refuseNow(ErrorCode.PROTOCOL, "a second Attach to partition " + number);
                return;
            }
            attached.set(number);
            ClientLogin client = Objects.requireNonNull(login);
            onLoopOf(door, () -> door.connect(client, this));
        } else if (!attached.get(number)) {
            refuseNow(ErrorCode.PROTOCOL, name(command) + " before Attach to partition " + number);
            return;
        }
        if (door.loop().inLoop()) {
            door.execute(Objects.requireNonNull(login).instance(), command);
        } else {
            ClientFrame.Command kept = inVm ? command : KeptCommand.copyOf(command);
            handover().add(door, kept, context.codec().sizeOf(kept));
        }
    }

    @Override
    public void onBye(ClientFrame.Bye bye) {
        if (state != State.OPEN) {
            refuseNow(ErrorCode.PROTOCOL, "Bye does not belong here");
            return;
        }
        state = State.LEAVING;
        pauses().add(ReadingPauses.FAREWELL);
        farewellsMissing = attached.cardinality();
        LOG.info("client leaves: client={} peer={}", describe(), link().peer());
        disconnect(true);
        closeWhenAllSaidFarewell();
    }

    // What partitions and other links say, from any thread

    @Override
    public void send(ServerFrame frame) {
        link().send(frame);
    }

    @Override
    public boolean isWritable() {
        return link().isWritable();
    }

    @Override
    public void pauseReading(int partition) {
        onLoop(() -> pauses().add(partition));
    }

    @Override
    public void resumeReading(int partition) {
        onLoop(() -> pauses().remove(partition));
    }

    @Override
    public void refuse(ErrorCode code, String reason) {
        onLoop(() -> refuseNow(code, reason));
    }

    @Override
    public void onFarewell(int partition) {
        onLoop(() -> {
            farewellsMissing--;
            closeWhenAllSaidFarewell();
        });
    }

    /** Ends this link because its client has come by another one; calls back, on this link's loop, when it has left everything. */
    private void giveWay(Runnable gone) {
        onLoop(() -> {
            if (state == State.ENDED) {
                gone.run();
                return;
            }
            whenGone.add(gone);
            link().close("the client has connected again");
        });
    }

    Optional<ClientLogin> login() {
        return Optional.ofNullable(login);
    }

    boolean isUser(String user) {
        return login().filter(client -> client.user().equals(user)).isPresent();
    }

    // Ends

    private void closeWhenAllSaidFarewell() {
        if (state == State.LEAVING && farewellsMissing == 0) {
            registry.leave(this); // before the client can see the end and come back under the same client identifier
            link().closeAfter(Heartbeat.INSTANCE, "the client said Bye"); // all that was sent before is written first
        }
    }

    private void refuseNow(ErrorCode code, String reason) {
        if (state == State.ENDED) {
            return;
        }
        LOG.debug("link refused: client={} peer={} code={} reason={}", describe(), link().peer(), code, reason);
        if (state == State.OPEN) {
            counters.refused.increment();
        }
        disconnect(false);
        state = state == State.OPEN ? State.LEAVING : state;
        pauses().add(ReadingPauses.FAREWELL);
        link().closeAfter(new ServerFrame.Refused(code, reason), reason);
    }

    /** Tells each partition, once. */
    private void disconnect(boolean orderly) {
        ClientLogin client = login;
        if (client == null) {
            return;
        }
        if (handover != null) {
            handover.flush();
        }
        attached.stream().forEach(number -> {
            PartitionDoor door = door(number);
            onLoopOf(door, () -> door.disconnect(client.instance(), this, orderly));
        });
        attached.clear();
    }

    // Small change

    private void onLoopOf(PartitionDoor door, Runnable task) {
        if (handover != null) {
            handover.flush();
        }
        if (door.loop().inLoop()) {
            task.run();
            return;
        }
        try {
            door.loop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug(
                    "partition {} has stopped already",
                    door.number(),
                    e); // the node is closing: nobody is left to tell
        }
    }

    private void onLoop(Runnable task) {
        Link<Frame> open = link();
        if (open.loop().inLoop()) {
            task.run();
            return;
        }
        try {
            open.loop().execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("link loop has stopped already: peer={}", open.peer(), e); // and with it this link
        }
    }

    private PartitionDoor door(int number) {
        return context.partitions().get(number - 1);
    }

    private Link<Frame> link() {
        return Objects.requireNonNull(link, "the link has not opened");
    }

    private ReadingPauses pauses() {
        return Objects.requireNonNull(pauses, "the link has not opened");
    }

    private Handover handover() {
        return Objects.requireNonNull(handover, "the client was not let in");
    }

    private String describe() {
        ClientLogin client = login;
        if (client == null) {
            return "unknown";
        }
        return client.clientId().isEmpty() ? client.instance().toString() : client.clientId();
    }

    private static String name(Frame frame) {
        return frame.getClass().getSimpleName();
    }
}
