package io.corduroy.protocol.codec;

import io.corduroy.protocol.frame.ServerFrame;

/** Writes what a server says; {@link ServerFrameReader} is its mirror, field by field. */
final class ServerFrameWriter implements ServerFrame.Handler {

    private final FieldWriter out;

    ServerFrameWriter(FieldWriter out) {
        this.out = out;
    }

    @Override
    public void onWelcome(ServerFrame.Welcome frame) {
        out.number("version", frame.version())
                .signed(frame.node())
                .image(frame.image())
                .number("maxFrameBytes", frame.maxFrameBytes())
                .number("maxMessageBytes", frame.maxMessageBytes())
                .number("wholeBytes", frame.wholeBytes())
                .number("pieceBytes", frame.pieceBytes())
                .number("heartbeatMs", frame.heartbeatMs());
        if (!frame.user().isEmpty() || frame.userIdRequired()) {
            out.string("user", frame.user(), Limits.TEXT_BYTES).bool(frame.userIdRequired());
        }
    }

    @Override
    public void onRefused(ServerFrame.Refused frame) {
        out.error(frame.code(), frame.text());
    }

    @Override
    public void onImage(ServerFrame.Image frame) {
        out.image(frame.image());
    }

    @Override
    public void onAttached(ServerFrame.Attached frame) {
        request(frame.partition(), frame.requestId())
                .number("epoch", frame.epoch())
                .bool(frame.known())
                .number("client", frame.client());
    }

    @Override
    public void onDone(ServerFrame.Done frame) {
        request(frame.partition(), frame.requestId());
    }

    @Override
    public void onFailed(ServerFrame.Failed frame) {
        request(frame.partition(), frame.requestId()).error(frame.code(), frame.text());
    }

    @Override
    public void onDestinationOpened(ServerFrame.DestinationOpened frame) {
        request(frame.partition(), frame.requestId()).number("destinationId", frame.destinationId());
    }

    @Override
    public void onProducerOpened(ServerFrame.ProducerOpened frame) {
        request(frame.partition(), frame.requestId())
                .number("producer", frame.producer())
                .number("lastSequence", frame.lastSequence());
    }

    @Override
    public void onSendConfirmed(ServerFrame.SendConfirmed frame) {
        out.number("partition", frame.partition())
                .number("producer", frame.producer())
                .number("firstSequence", frame.firstSequence())
                .number("lastSequence", frame.lastSequence());
    }

    @Override
    public void onSendRejected(ServerFrame.SendRejected frame) {
        out.number("partition", frame.partition())
                .number("producer", frame.producer())
                .number("sequence", frame.sequence())
                .error(frame.code(), frame.text());
    }

    @Override
    public void onPieceConfirmed(ServerFrame.PieceConfirmed frame) {
        out.number("partition", frame.partition())
                .number("producer", frame.producer())
                .number("sequence", frame.sequence())
                .number("piece", frame.piece());
    }

    @Override
    public void onDeliver(ServerFrame.Deliver frame) {
        out.number("partition", frame.partition())
                .number("consumerId", frame.consumerId())
                .octet(frame.lane())
                .number("sequence", frame.sequence())
                .number("deliveryCount", frame.deliveryCount())
                .number("producer", frame.producer())
                .number("producerSequence", frame.producerSequence())
                .signed(frame.timestampMs())
                .signed(frame.expirationMs())
                .signed(frame.deliveryTimeMs() - frame.timestampMs())
                .number("bodyBytes", frame.bodyBytes())
                .number("pieces", frame.pieces())
                .origin(frame.origin())
                .payload(frame.message());
    }

    @Override
    public void onDrained(ServerFrame.Drained frame) {
        request(frame.partition(), frame.requestId()).number("consumerId", frame.consumerId());
    }

    @Override
    public void onPiece(ServerFrame.Piece frame) {
        request(frame.partition(), frame.requestId()).payload(frame.bytes());
    }

    @Override
    public void onConsumerClosed(ServerFrame.ConsumerClosed frame) {
        out.number("partition", frame.partition())
                .number("consumerId", frame.consumerId())
                .error(frame.code(), frame.text());
    }

    @Override
    public void onRows(ServerFrame.Rows frame) {
        request(frame.partition(), frame.requestId()).rows(frame.rows());
    }

    @Override
    public void onRecall(ServerFrame.Recall frame) {
        out.number("partition", frame.partition()).number("consumerId", frame.consumerId());
    }

    @Override
    public void onBranchDecided(ServerFrame.BranchDecided frame) {
        request(frame.partition(), frame.requestId()).ordinal(frame.state());
    }

    @Override
    public void onBranches(ServerFrame.Branches frame) {
        request(frame.partition(), frame.requestId())
                .number("next", frame.next())
                .branches(frame.branches());
    }

    private FieldWriter request(int partition, long requestId) {
        return out.number("partition", partition).number("requestId", requestId);
    }
}
