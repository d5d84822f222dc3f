package io.corduroy.protocol.frame;

import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import java.nio.ByteBuffer;

/** Makes commands that outlive the call that brought them, and the network's buffers: payloads are copied, all other fields are values already. */
public final class KeptCommand {

    private KeptCommand() {}

    /**
     * A command that can be kept.
     *
     * @param command its payload is valid now
     * @return the same if it has no payload
     */
    public static Command copyOf(Command command) {
        if (command instanceof Send send) {
            return new Send(
                    send.partition(),
                    send.producer(),
                    send.sequence(),
                    send.destinationId(),
                    send.transaction(),
                    send.persistent(),
                    send.repeated(),
                    send.priority(),
                    send.timestampMs(),
                    send.timeToLiveMs(),
                    send.deliveryDelayMs(),
                    send.groupId(),
                    send.pieces(),
                    copyOf(send.message()));
        }
        if (command instanceof SendPiece piece) {
            return new SendPiece(
                    piece.partition(),
                    piece.producer(),
                    piece.sequence(),
                    piece.piece(),
                    piece.persistent(),
                    copyOf(piece.bytes()));
        }
        return command;
    }

    private static ByteBuffer copyOf(ByteBuffer bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
        copy.put(copy.position(), bytes, bytes.position(), bytes.remaining());
        return copy;
    }
}
