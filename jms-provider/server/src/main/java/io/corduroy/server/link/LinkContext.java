package io.corduroy.server.link;

import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.server.login.Authenticator;
import io.corduroy.server.partition.PartitionDoor;
import io.corduroy.transport.FrameCodec;
import java.util.List;
import java.util.function.Supplier;

/**
 * What all links of a node share.
 *
 * @param node number of this node
 * @param codec for the size of frames
 * @param image what is where, now
 * @param partitions partition 1 first
 * @param authenticator who may come in
 * @param userIdRequired whether each message of a user has to say whose it is (JMSXUserID)
 * @param maxMessageBytes longest body
 * @param wholeBytes longer bodies come in pieces
 * @param pieceBytes of this length
 * @param heartbeatMs we say something at least this often
 */
public record LinkContext(
        int node,
        FrameCodec<Frame> codec,
        Supplier<MetadataImage> image,
        List<PartitionDoor> partitions,
        Authenticator authenticator,
        boolean userIdRequired,
        long maxMessageBytes,
        int wholeBytes,
        int pieceBytes,
        int heartbeatMs) {

    /** Copies the list. */
    public LinkContext {
        partitions = List.copyOf(partitions);
    }
}
