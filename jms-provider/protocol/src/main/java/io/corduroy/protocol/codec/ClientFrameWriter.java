package io.corduroy.protocol.codec;

import io.corduroy.protocol.frame.ClientFrame;

/** Writes what a client says; {@link ClientFrameReader} is its mirror, field by field. */
final class ClientFrameWriter implements ClientFrame.Handler, ClientFrame.CommandHandler {

    private final FieldWriter out;

    ClientFrameWriter(FieldWriter out) {
        this.out = out;
    }

    @Override
    public void onHello(ClientFrame.Hello frame) {
        out.fixedInt(ClientFrameReader.MAGIC)
                .number("minVersion", frame.minVersion())
                .number("maxVersion", frame.maxVersion())
                .instance(frame.instance())
                .string("clientId", frame.clientId(), Limits.TEXT_BYTES)
                .string("user", frame.user(), Limits.TEXT_BYTES)
                .string("password", frame.password(), Limits.TEXT_BYTES)
                .number("heartbeatMs", frame.heartbeatMs())
                .bool(frame.resumable())
                .string("product", frame.product(), Limits.NAME_BYTES);
    }

    @Override
    public void onBye(ClientFrame.Bye frame) {
        // It has no fields.
    }

    @Override
    public void onCommand(ClientFrame.Command command) {
        out.number("partition", command.partition());
        command.dispatch((ClientFrame.CommandHandler) this);
    }

    @Override
    public void onAttach(ClientFrame.Attach command) {
        out.number("requestId", command.requestId()).number("client", command.client());
    }

    @Override
    public void onResumed(ClientFrame.Resumed command) {
        out.number("requestId", command.requestId());
    }

    @Override
    public void onOpenDestination(ClientFrame.OpenDestination command) {
        out.number("requestId", command.requestId())
                .destination(command.destination())
                .bool(command.create());
    }

    @Override
    public void onOpenProducer(ClientFrame.OpenProducer command) {
        out.number("requestId", command.requestId()).number("sessionId", command.sessionId());
    }

    @Override
    public void onSend(ClientFrame.Send command) {
        if (command.priority() < 0 || command.priority() > ClientFrameReader.HIGHEST_PRIORITY) {
            throw new IllegalArgumentException("priority is " + command.priority() + ", must be 0 to 9");
        }
        out.number("producer", command.producer())
                .number("sequence", command.sequence())
                .number("destinationId", command.destinationId())
                .number("transaction", command.transaction())
                .octet((command.priority() << 1)
                        | (command.persistent() ? 1 : 0)
                        | (command.repeated() ? ClientFrameReader.REPEATED : 0))
                .signed(command.timestampMs())
                .number("timeToLiveMs", command.timeToLiveMs())
                .number("deliveryDelayMs", command.deliveryDelayMs())
                .string("groupId", command.groupId(), Limits.TEXT_BYTES)
                .number("pieces", command.pieces())
                .payload(command.message());
    }

    @Override
    public void onSendPiece(ClientFrame.SendPiece command) {
        out.number("producer", command.producer())
                .number("sequence", command.sequence())
                .number("piece", command.piece())
                .bool(command.persistent())
                .payload(command.bytes());
    }

    @Override
    public void onOpenConsumer(ClientFrame.OpenConsumer command) {
        out.number("requestId", command.requestId())
                .number("consumerId", command.consumerId())
                .number("sessionId", command.sessionId())
                .number("destinationId", command.destinationId())
                .subscription(command.subscription())
                .string("selector", command.selector(), Limits.TEXT_BYTES)
                .number("credit", command.credit())
                .ordinal(command.mode())
                .ranges(command.held());
    }

    @Override
    public void onCredit(ClientFrame.Credit command) {
        out.number("consumerId", command.consumerId()).number("add", command.add());
    }

    @Override
    public void onDrain(ClientFrame.Drain command) {
        out.number("requestId", command.requestId()).number("consumerId", command.consumerId());
    }

    @Override
    public void onCloseConsumer(ClientFrame.CloseConsumer command) {
        out.number("requestId", command.requestId())
                .number("consumerId", command.consumerId())
                .ranges(command.kept());
    }

    @Override
    public void onCloseSession(ClientFrame.CloseSession command) {
        out.number("requestId", command.requestId()).number("sessionId", command.sessionId());
    }

    @Override
    public void onAcknowledge(ClientFrame.Acknowledge command) {
        out.number("requestId", command.requestId())
                .number("sessionId", command.sessionId())
                .number("consumerId", command.consumerId())
                .number("transaction", command.transaction())
                .ranges(command.ranges());
        if (command.patient()) {
            out.bool(true); // what it is not is not written, as before there was such a thing
        }
    }

    @Override
    public void onRelease(ClientFrame.Release command) {
        out.number("requestId", command.requestId())
                .number("sessionId", command.sessionId())
                .number("consumerId", command.consumerId())
                .bool(command.seen())
                .ranges(command.ranges());
    }

    @Override
    public void onFetchPiece(ClientFrame.FetchPiece command) {
        out.number("requestId", command.requestId())
                .number("consumerId", command.consumerId())
                .octet(command.lane())
                .number("sequence", command.sequence())
                .number("piece", command.piece());
    }

    @Override
    public void onCommit(ClientFrame.Commit command) {
        out.number("requestId", command.requestId())
                .number("sessionId", command.sessionId())
                .number("transaction", command.transaction())
                .number("sends", command.sends())
                .number("acknowledgments", command.acknowledgments());
    }

    @Override
    public void onRollback(ClientFrame.Rollback command) {
        out.number("requestId", command.requestId())
                .number("sessionId", command.sessionId())
                .number("transaction", command.transaction());
    }

    @Override
    public void onPrepare(ClientFrame.Prepare command) {
        out.number("requestId", command.requestId())
                .number("sessionId", command.sessionId())
                .number("transaction", command.transaction())
                .number("sends", command.sends())
                .number("acknowledgments", command.acknowledgments())
                .number("decider", command.decider())
                .lastPartitions(command.participants());
    }

    @Override
    public void onPrepareBranch(ClientFrame.PrepareBranch command) {
        out.number("requestId", command.requestId())
                .number("sessionId", command.sessionId())
                .number("transaction", command.transaction())
                .number("sends", command.sends())
                .number("acknowledgments", command.acknowledgments())
                .bool(command.onePhase())
                .branch(command.branch())
                .lastPartitions(command.participants());
    }

    @Override
    public void onDecideBranch(ClientFrame.DecideBranch command) {
        out.number("requestId", command.requestId()).branch(command.branch()).bool(command.commit());
    }

    @Override
    public void onRecoverBranches(ClientFrame.RecoverBranches command) {
        out.number("requestId", command.requestId()).number("after", command.after());
    }

    @Override
    public void onForgetBranch(ClientFrame.ForgetBranch command) {
        out.number("requestId", command.requestId()).branch(command.branch());
    }

    @Override
    public void onUnsubscribe(ClientFrame.Unsubscribe command) {
        out.number("requestId", command.requestId())
                .subscription(command.subscription())
                .bool(command.anyKind());
    }

    @Override
    public void onAdmin(ClientFrame.Admin command) {
        out.number("requestId", command.requestId())
                .string("verb", command.verb(), Limits.NAME_BYTES)
                .arguments(command.arguments());
    }
}
