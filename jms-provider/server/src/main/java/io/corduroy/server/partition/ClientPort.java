package io.corduroy.server.partition;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ServerFrame;

/** A client as a partition sees it. All methods may be called from any thread and none blocks. */
public interface ClientPort {

    /** Queues a frame; dropped when the client is gone. */
    void send(ServerFrame frame);

    /** Whether the client takes more at the moment. Whoever gets false is told when that changes. */
    boolean isWritable();

    /** The partition has no room for more commands of this client; several partitions may say so at once. */
    void pauseReading(int partition);

    /** Undoes {@link #pauseReading}. */
    void resumeReading(int partition);

    /** Tells the client why and ends the link. */
    void refuse(ErrorCode code, String reason);

    /** The partition has done and answered everything that came before the client's {@code Bye}. */
    void onFarewell(int partition);
}
