package io.corduroy.protocol.codec;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.transport.MalformedFrameException;

/**
 * Reads what a client says; {@link ClientFrameWriter} is its mirror. The order of the arguments is the order of the
 * bytes: Java evaluates them from left to right.
 */
final class ClientFrameReader {

    /** "CDRY": tells a client of ours from a stranger whose bytes happen to look like a frame. */
    static final int MAGIC = 0x43445259;

    static final int HIGHEST_PRIORITY = 9;
    /** In the octet of a Send that has its priority and delivery mode. */
    static final int REPEATED = 1 << 5;

    private static final ClientFrame.OpenConsumer.Mode[] MODES = ClientFrame.OpenConsumer.Mode.values();

    private ClientFrameReader() {}

    static ClientFrame hello(FieldReader in) throws MalformedFrameException {
        int magic = in.fixedInt("magic");
        if (magic != MAGIC) {
            throw new MalformedFrameException("it begins with " + String.format("%08x", magic)
                    + " instead of \"CDRY\": the peer does not speak this protocol");
        }
        return new ClientFrame.Hello(
                in.number("minVersion"),
                in.number("maxVersion"),
                in.instance(),
                in.string("clientId", Limits.TEXT_BYTES),
                in.string("user", Limits.TEXT_BYTES),
                in.string("password", Limits.TEXT_BYTES),
                in.number("heartbeatMs"),
                in.bool("resumable"),
                in.string("product", Limits.NAME_BYTES));
    }

    static ClientFrame bye(FieldReader in) {
        return new ClientFrame.Bye();
    }

    static ClientFrame attach(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Attach(in.number("partition"), in.longNumber("requestId"), in.longNumber("client"));
    }

    static ClientFrame resumed(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Resumed(in.number("partition"), in.longNumber("requestId"));
    }

    static ClientFrame openDestination(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.OpenDestination(
                in.number("partition"), in.longNumber("requestId"), in.destination(), in.bool("create"));
    }

    static ClientFrame openProducer(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.OpenProducer(in.number("partition"), in.longNumber("requestId"), in.number("sessionId"));
    }

    static ClientFrame send(FieldReader in) throws MalformedFrameException {
        int partition = in.number("partition");
        long producer = in.longNumber("producer");
        long sequence = in.longNumber("sequence");
        int destinationId = in.number("destinationId");
        long transaction = in.longNumber("transaction");
        int priorityAndMode = in.octet("priority");
        int priority = (priorityAndMode & ~REPEATED) >> 1;
        if (priority > HIGHEST_PRIORITY) {
            throw new MalformedFrameException("priority is " + priority + ", at most 9 is allowed");
        }
        return new ClientFrame.Send(
                partition,
                producer,
                sequence,
                destinationId,
                transaction,
                (priorityAndMode & 1) == 1,
                (priorityAndMode & REPEATED) != 0,
                priority,
                in.signed("timestampMs"),
                in.longNumber("timeToLiveMs"),
                in.longNumber("deliveryDelayMs"),
                in.string("groupId", Limits.TEXT_BYTES),
                in.number("pieces"),
                in.payload());
    }

    static ClientFrame sendPiece(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.SendPiece(
                in.number("partition"),
                in.longNumber("producer"),
                in.longNumber("sequence"),
                in.number("piece"),
                in.bool("persistent"),
                in.payload());
    }

    static ClientFrame openConsumer(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.OpenConsumer(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("consumerId"),
                in.number("sessionId"),
                in.number("destinationId"),
                in.subscription(),
                in.string("selector", Limits.TEXT_BYTES),
                in.number("credit"),
                in.ordinal("mode of consuming", MODES),
                in.ranges());
    }

    static ClientFrame credit(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Credit(in.number("partition"), in.number("consumerId"), in.number("add"));
    }

    static ClientFrame drain(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Drain(in.number("partition"), in.longNumber("requestId"), in.number("consumerId"));
    }

    static ClientFrame closeConsumer(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.CloseConsumer(
                in.number("partition"), in.longNumber("requestId"), in.number("consumerId"), in.ranges());
    }

    static ClientFrame closeSession(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.CloseSession(in.number("partition"), in.longNumber("requestId"), in.number("sessionId"));
    }

    static ClientFrame acknowledge(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Acknowledge(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("sessionId"),
                in.number("consumerId"),
                in.longNumber("transaction"),
                in.ranges(),
                in.remaining() > 0 && in.bool("patient"));
    }

    static ClientFrame release(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Release(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("sessionId"),
                in.number("consumerId"),
                in.bool("seen"),
                in.ranges());
    }

    static ClientFrame fetchPiece(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.FetchPiece(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("consumerId"),
                in.number("lane", LaneRange.LANES - 1),
                in.longNumber("sequence"),
                in.number("piece"));
    }

    static ClientFrame commit(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Commit(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("sessionId"),
                in.longNumber("transaction"),
                in.longNumber("sends"),
                in.longNumber("acknowledgments"));
    }

    static ClientFrame rollback(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Rollback(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("sessionId"),
                in.longNumber("transaction"));
    }

    static ClientFrame prepare(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Prepare(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("sessionId"),
                in.longNumber("transaction"),
                in.longNumber("sends"),
                in.longNumber("acknowledgments"),
                in.number("decider"),
                in.lastPartitions());
    }

    static ClientFrame prepareBranch(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.PrepareBranch(
                in.number("partition"),
                in.longNumber("requestId"),
                in.number("sessionId"),
                in.longNumber("transaction"),
                in.longNumber("sends"),
                in.longNumber("acknowledgments"),
                in.bool("onePhase"),
                in.branch(),
                in.lastPartitions());
    }

    static ClientFrame decideBranch(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.DecideBranch(
                in.number("partition"), in.longNumber("requestId"), in.branch(), in.bool("commit"));
    }

    static ClientFrame recoverBranches(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.RecoverBranches(
                in.number("partition"), in.longNumber("requestId"), in.longNumber("after"));
    }

    static ClientFrame forgetBranch(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.ForgetBranch(in.number("partition"), in.longNumber("requestId"), in.branch());
    }

    static ClientFrame unsubscribe(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Unsubscribe(
                in.number("partition"), in.longNumber("requestId"), in.subscription(), in.bool("anyKind"));
    }

    static ClientFrame admin(FieldReader in) throws MalformedFrameException {
        return new ClientFrame.Admin(
                in.number("partition"),
                in.longNumber("requestId"),
                in.string("verb", Limits.NAME_BYTES),
                in.arguments());
    }
}
