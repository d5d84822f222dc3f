package io.corduroy.broker;

import io.corduroy.log.Admission;
import io.corduroy.log.PartitionLog;
import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import io.corduroy.protocol.frame.KeptCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Commands that came while a log had no room prepared for more: what was on its way when reading from the clients was paused.
 * They wait in their order, and with a send all that its client says after it. On a full disk with its reserve used up every
 * command waits.
 */
final class HeldBack {
    private final PartitionLog log;
    private final PartitionLog transientLog;
    private final Journal journal;
    /** Whose commands wait; each once. */
    private final ArrayDeque<AttachedClient> waiting = new ArrayDeque<>();

    private final List<Runnable> whenEmpty = new ArrayList<>();

    HeldBack(PartitionLog log, PartitionLog transientLog, Journal journal) {
        this.log = log;
        this.transientLog = transientLog;
        this.journal = journal;
    }

    /** Whether one of the logs takes no new work for the moment, which ends by itself. */
    boolean isBusy() {
        return log.admission() == Admission.BUSY || transientLog.admission() == Admission.BUSY;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean mustWait(AttachedClient client, Command command) {
        return !client.heldBack.isEmpty() || needsRoom(command);
    }

    private boolean needsRoom(Command command) {
        return journal.isStuck() || ((command instanceof Send || command instanceof SendPiece) && isBusy());
    }

    void add(AttachedClient client, Command command) {
        if (client.heldBack.isEmpty()) {
            waiting.add(client);
        }
        client.heldBack.add(KeptCommand.copyOf(command));
    }

    /** Executes what there is room for now. */
    void release(BiConsumer<AttachedClient, Command> executor) {
        while (!waiting.isEmpty()) {
            AttachedClient client = waiting.peek();
            Command next = client.heldBack.peek();
            if (next == null) { // its link is gone
                waiting.remove();
            } else if (needsRoom(next)) {
                return;
            } else {
                if (client.heldBack.size() == 1) {
                    waiting.remove();
                }
                client.heldBack.remove();
                executor.accept(client, next);
            }
        }
        List<Runnable> tasks = List.copyOf(whenEmpty);
        whenEmpty.clear();
        tasks.forEach(Runnable::run);
    }

    /** Runs a task when nothing waits, at once if nothing does. */
    void whenEmpty(Runnable task) {
        if (waiting.isEmpty()) {
            task.run();
        } else {
            whenEmpty.add(task);
        }
    }
}
