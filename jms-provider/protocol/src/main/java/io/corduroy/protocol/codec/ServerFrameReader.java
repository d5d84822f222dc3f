package io.corduroy.protocol.codec;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.transport.MalformedFrameException;

/**
 * Reads what a server says; {@link ServerFrameWriter} is its mirror. The order of the arguments is the order of the
 * bytes: Java evaluates them from left to right.
 */
final class ServerFrameReader {

    private ServerFrameReader() {}

    static ServerFrame welcome(FieldReader in) throws MalformedFrameException {
        int version = in.number("version");
        int node = in.signedInt("node");
        MetadataImage image = in.image();
        int maxFrameBytes = in.number("maxFrameBytes");
        long maxMessageBytes = in.longNumber("maxMessageBytes");
        int wholeBytes = in.number("wholeBytes");
        int pieceBytes = in.number("pieceBytes");
        int heartbeatMs = in.number("heartbeatMs");
        boolean hasUser = in.remaining() > 0;
        String user = hasUser ? in.string("user", Limits.TEXT_BYTES) : "";
        boolean userIdRequired = hasUser && in.bool("userIdRequired");
        return new ServerFrame.Welcome(
                version,
                node,
                image,
                maxFrameBytes,
                maxMessageBytes,
                wholeBytes,
                pieceBytes,
                heartbeatMs,
                user,
                userIdRequired);
    }

    static ServerFrame refused(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Refused(in.errorCode(), in.errorText());
    }

    static ServerFrame image(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Image(in.image());
    }

    static ServerFrame attached(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Attached(
                in.number("partition"),
                in.longNumber("requestId"),
                in.longNumber("epoch"),
                in.bool("known"),
                in.longNumber("client"));
    }

    static ServerFrame done(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Done(in.number("partition"), in.longNumber("requestId"));
    }

    static ServerFrame failed(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Failed(
                in.number("partition"), in.longNumber("requestId"), in.errorCode(), in.errorText());
    }

    static ServerFrame destinationOpened(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.DestinationOpened(
                in.number("partition"), in.longNumber("requestId"), in.number("destinationId"));
    }

    static ServerFrame producerOpened(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.ProducerOpened(
                in.number("partition"),
                in.longNumber("requestId"),
                in.longNumber("producer"),
                in.longNumber("lastSequence"));
    }

    static ServerFrame sendConfirmed(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.SendConfirmed(
                in.number("partition"),
                in.longNumber("producer"),
                in.longNumber("firstSequence"),
                in.longNumber("lastSequence"));
    }

    static ServerFrame sendRejected(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.SendRejected(
                in.number("partition"),
                in.longNumber("producer"),
                in.longNumber("sequence"),
                in.errorCode(),
                in.errorText());
    }

    static ServerFrame pieceConfirmed(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.PieceConfirmed(
                in.number("partition"), in.longNumber("producer"), in.longNumber("sequence"), in.number("piece"));
    }

    static ServerFrame deliver(FieldReader in) throws MalformedFrameException {
        int partition = in.number("partition");
        int consumerId = in.number("consumerId");
        int lane = in.number("lane", LaneRange.LANES - 1);
        long sequence = in.longNumber("sequence");
        int deliveryCount = in.number("deliveryCount");
        long producer = in.longNumber("producer");
        long producerSequence = in.longNumber("producerSequence");
        long timestampMs = in.signed("timestampMs");
        return new ServerFrame.Deliver(
                partition,
                consumerId,
                lane,
                sequence,
                deliveryCount,
                producer,
                producerSequence,
                timestampMs,
                in.signed("expirationMs"),
                timestampMs + in.signed("deliveryTimeMs"),
                in.longNumber("bodyBytes"),
                in.number("pieces"),
                in.origin(),
                in.payload());
    }

    static ServerFrame drained(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Drained(in.number("partition"), in.longNumber("requestId"), in.number("consumerId"));
    }

    static ServerFrame piece(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Piece(in.number("partition"), in.longNumber("requestId"), in.payload());
    }

    static ServerFrame consumerClosed(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.ConsumerClosed(
                in.number("partition"), in.number("consumerId"), in.errorCode(), in.errorText());
    }

    static ServerFrame recall(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Recall(in.number("partition"), in.number("consumerId"));
    }

    static ServerFrame branchDecided(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.BranchDecided(in.number("partition"), in.longNumber("requestId"), in.branchState());
    }

    static ServerFrame branches(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Branches(
                in.number("partition"), in.longNumber("requestId"), in.longNumber("next"), in.branches());
    }

    static ServerFrame rows(FieldReader in) throws MalformedFrameException {
        return new ServerFrame.Rows(in.number("partition"), in.longNumber("requestId"), in.rows());
    }
}
