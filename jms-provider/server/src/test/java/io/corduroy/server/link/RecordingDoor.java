package io.corduroy.server.link;

import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ClientFrame.Attach;
import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.server.partition.ClientLogin;
import io.corduroy.server.partition.ClientPort;
import io.corduroy.server.partition.PartitionDoor;
import io.corduroy.transport.Loop;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A partition that writes down what it is told, answers Attach, and confirms each send. */
final class RecordingDoor implements PartitionDoor {

    private final int number;
    private final Loop loop;
    private final Map<ClientInstanceId, ClientPort> ports = new HashMap<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    volatile boolean saysFarewell = true;
    private volatile @Nullable ClientPort lastPort;

    RecordingDoor(int number, Loop loop) {
        this.number = number;
        this.loop = loop;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public Loop loop() {
        return loop;
    }

    @Override
    public void connect(ClientLogin client, ClientPort port) {
        requireLoop();
        ports.put(client.instance(), port);
        lastPort = port;
        events.add("connect " + client.product());
    }

    @Override
    public void execute(ClientInstanceId client, Command command) {
        requireLoop();
        ClientPort port = Objects.requireNonNull(ports.get(client), "not connected");
        if (command instanceof Attach attach) {
            port.send(new ServerFrame.Attached(number, attach.requestId(), 1, false, 1));
        } else if (command instanceof ClientFrame.Send send) {
            events.add("send " + StandardCharsets.UTF_8.decode(send.message().duplicate()));
            port.send(new ServerFrame.SendConfirmed(number, send.producer(), send.sequence(), send.sequence()));
        } else {
            events.add(command.getClass().getSimpleName());
        }
    }

    @Override
    public void onWritable(ClientInstanceId client) {
        requireLoop();
        events.add("writable");
    }

    @Override
    public void disconnect(ClientInstanceId client, ClientPort port, boolean orderly) {
        requireLoop();
        ports.remove(client, port);
        events.add(orderly ? "bye" : "lost");
        if (orderly && saysFarewell) {
            port.onFarewell(number);
        }
    }

    /** The client that came last. */
    ClientPort port() {
        return Objects.requireNonNull(lastPort, "nobody came");
    }

    /** The next thing it was told. */
    String next() throws InterruptedException {
        String event = events.poll(5, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("partition " + number + " was told nothing more");
        }
        return event;
    }

    boolean isSilent() {
        return events.isEmpty();
    }

    private void requireLoop() {
        if (!loop.inLoop()) {
            throw new AssertionError("partition " + number + " was called from another thread");
        }
    }
}
