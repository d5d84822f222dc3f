package io.corduroy.server.partition;

import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.transport.Loop;

/** A partition as links see it. Call its methods on its {@link #loop()} only. */
public interface PartitionDoor {

    /** The number of the partition. */
    int number();

    /** The loop that owns it. */
    Loop loop();

    /** A client comes in; precedes everything else about it. */
    void connect(ClientLogin client, ClientPort port);

    /**
     * A client's command.
     *
     * @param command its payloads need not outlive this call
     */
    void execute(ClientInstanceId client, ClientFrame.Command command);

    /** The client takes frames again. */
    void onWritable(ClientInstanceId client);

    /**
     * A client has left.
     *
     * @param orderly it said Bye and will not return; {@link ClientPort#onFarewell} is called when all is done
     */
    void disconnect(ClientInstanceId client, ClientPort port, boolean orderly);
}
