package io.corduroy.server.link;

import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.server.partition.PartitionDoor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A link's commands on their way to partitions that live on other loops: one task per burst and partition instead of one per
 * command, and never more than a limit under way.
 */
final class Handover {

    private static final int BURST_BYTES = 256 * 1024;
    private static final long HIGH_BYTES = 2 * 1024 * 1024;
    private static final long LOW_BYTES = 512 * 1024;

    private final ClientInstanceId client;
    private final ReadingPauses pauses;
    private final Executor linkLoop;
    private final AtomicLong underWayBytes = new AtomicLong();
    private volatile boolean paused;

    // Owned by the link's loop.
    private List<Command> burst = new ArrayList<>();
    private int burstBytes;
    private @Nullable PartitionDoor destination;

    Handover(ClientInstanceId client, ReadingPauses pauses, Executor linkLoop) {
        this.client = client;
        this.pauses = pauses;
        this.linkLoop = linkLoop;
    }

    /** Takes a command whose payloads may be kept. */
    void add(PartitionDoor door, Command command, int bytes) {
        if (destination != door) {
            flush();
            destination = door;
        }
        burst.add(command);
        burstBytes += bytes;
        if (burstBytes >= BURST_BYTES) {
            flush();
        }
    }

    /** Sends off what was collected: at the end of a turn, and before anything else is told to a partition. */
    void flush() {
        PartitionDoor door = destination;
        if (door == null || burst.isEmpty()) {
            return;
        }
        List<Command> commands = burst;
        int bytes = burstBytes;
        burst = new ArrayList<>();
        burstBytes = 0;
        if (underWayBytes.addAndGet(bytes) > HIGH_BYTES) {
            paused = true;
            pauses.add(ReadingPauses.HANDOVER);
        }
        door.loop().execute(() -> {
            commands.forEach(command -> door.execute(client, command));
            if (underWayBytes.addAndGet(-bytes) <= LOW_BYTES && paused) {
                linkLoop.execute(this::resume);
            }
        });
    }

    private void resume() {
        if (underWayBytes.get() <= LOW_BYTES) {
            paused = false;
            pauses.remove(ReadingPauses.HANDOVER);
        }
    }
}
