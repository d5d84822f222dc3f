package io.corduroy.simulation.node;

import io.corduroy.broker.PartitionMessage;
import io.corduroy.log.storage.Storage;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.function.Consumer;

/**
 * Breaks one rule of the node, at one of its borders: what the disk does, what partitions hear, what they say. The
 * checkers have to notice. This one breaks none.
 */
public interface Mutant {

    /** Breaks nothing. */
    Mutant NONE = new Mutant() {};

    /** The disk that a starting process gets. */
    default Storage storage(Storage right) {
        return right;
    }

    /** A client commands something: the partition may hear something else, and the client an answer of the mutant's. */
    default void onCommand(
            ClientFrame.Command command, Consumer<ClientFrame.Command> partition, Consumer<ServerFrame> client) {
        partition.accept(command);
    }

    /** A partition says something: the client may hear something else, or nothing. */
    default void onFrame(ServerFrame frame, Consumer<ServerFrame> client) {
        client.accept(frame);
    }

    /** A partition says something to another one. */
    default PartitionMessage between(PartitionMessage message) {
        return message;
    }

    /** Whether partitions hear that a client's link is down. */
    default boolean hearsOfLostLinks() {
        return true;
    }

    /** Whether a flush is said to have ended before it began. */
    default boolean confirmsBeforeFlush() {
        return false;
    }
}
