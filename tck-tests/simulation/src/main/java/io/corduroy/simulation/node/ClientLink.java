package io.corduroy.simulation.node;

import io.corduroy.broker.ClientInfo;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.simulation.network.LinkEnd;
import io.corduroy.simulation.network.SimulatedLink;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The node's end of a link: greets, then passes commands to partitions. */
final class ClientLink implements LinkEnd, ClientFrame.Handler {

    private static final int MAX_FRAME_BYTES = 1 << 20;

    private final NodeProcess process;
    private final SimulatedLink.Side side;
    private final TreeSet<Integer> attached = new TreeSet<>();
    private ClientFrame.@Nullable Hello hello;
    private boolean left;

    ClientLink(NodeProcess process, SimulatedLink.Side side) {
        this.process = process;
        this.side = side;
    }

    SimulatedLink.Side side() {
        return side;
    }

    @Nullable
    ClientInstanceId instance() {
        return hello == null ? null : hello.instance();
    }

    String clientId() {
        return hello == null ? "" : hello.clientId();
    }

    @Override
    public void onOpened() {
        throw new IllegalStateException("the node opens no links");
    }

    @Override
    public void onFrame(Frame frame) {
        if (frame instanceof ClientFrame said) {
            process.guarded(() -> said.dispatch(this));
        }
    }

    @Override
    public void onWritable() {
        ClientInstanceId client = instance();
        if (client != null) {
            process.guarded(
                    () -> attached.forEach(number -> process.partition(number).onWritable(client)));
        }
    }

    @Override
    public void onClosed(String why) {
        process.guarded(() -> leave(false));
    }

    @Override
    public void onHello(ClientFrame.Hello frame) {
        if (process.isClientIdTaken(frame.clientId(), frame.instance())) {
            side.send(new ServerFrame.Refused(ErrorCode.CLIENT_ID_IN_USE, "client identifier in use"));
            side.close("refused");
            return;
        }
        hello = frame;
        process.enter(frame.instance(), this);
        side.send(new ServerFrame.Welcome(
                frame.maxVersion(),
                0,
                process.image(),
                MAX_FRAME_BYTES,
                process.settings.broker().maxMessageBytes(),
                SimulatedNode.PIECE_BYTES,
                SimulatedNode.PIECE_BYTES,
                0));
    }

    @Override
    public void onBye(ClientFrame.Bye frame) {
        leave(true);
        side.close("bye");
    }

    @Override
    public void onCommand(ClientFrame.Command command) {
        ClientFrame.Hello greeted = hello;
        if (greeted == null || left) {
            process.world.violated("a client commands without having greeted: " + command);
            return;
        }
        SimulatedPartition partition = process.partition(command.partition());
        if (command instanceof ClientFrame.Attach && attached.add(command.partition())) {
            partition.onConnected(
                    greeted.instance(), new ClientInfo(greeted.resumable(), greeted.clientId(), greeted.user()));
            process.onClientHere(greeted.instance(), command.partition());
        }
        partition.onCommand(greeted.instance(), command);
    }

    /** Whether its partitions know of this link; before that they wait for the client as if it was not there. */
    boolean isAttached() {
        return !attached.isEmpty() && !left;
    }

    /** Its partition has stopped. */
    void refuse(int partition) {
        if (attached.contains(partition)) {
            side.send(new ServerFrame.Refused(ErrorCode.PARTITION_FAILED, "partition " + partition + " has stopped"));
            leave(false);
            side.close("a partition has stopped");
        }
    }

    /** The same client has come by another link. */
    void giveWay() {
        leave(false);
        side.close("the client has connected again");
    }

    private void leave(boolean orderly) {
        ClientInstanceId client = instance();
        if (!left && client != null) {
            left = true;
            attached.forEach(number -> process.partition(number).onDisconnected(client, orderly));
            process.leave(client, this);
            if (!attached.isEmpty()) {
                process.onClientAway(client);
            }
        }
    }
}
