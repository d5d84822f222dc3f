package io.corduroy.broker;

import io.corduroy.protocol.frame.ClientFrame;

/** A Send in the making: like another one but for what is said. {@link TestClient#draft} begins with a plain one. */
final class SendDraft {
    private final ClientFrame.Send like;
    private boolean persistent;
    private boolean repeated;
    private long timeToLiveMs;
    private long deliveryDelayMs;
    private String groupId;
    private int pieces;

    private SendDraft(ClientFrame.Send like) {
        this.like = like;
        persistent = like.persistent();
        repeated = like.repeated();
        timeToLiveMs = like.timeToLiveMs();
        deliveryDelayMs = like.deliveryDelayMs();
        groupId = like.groupId();
        pieces = like.pieces();
    }

    static SendDraft like(ClientFrame.Send send) {
        return new SendDraft(send);
    }

    SendDraft persistent(boolean value) {
        persistent = value;
        return this;
    }

    SendDraft repeated() {
        repeated = true;
        return this;
    }

    SendDraft timeToLiveMs(long value) {
        timeToLiveMs = value;
        return this;
    }

    SendDraft deliveryDelayMs(long value) {
        deliveryDelayMs = value;
        return this;
    }

    SendDraft groupId(String value) {
        groupId = value;
        return this;
    }

    SendDraft pieces(int value) {
        pieces = value;
        return this;
    }

    ClientFrame.Send frame() {
        return new ClientFrame.Send(
                like.partition(),
                like.producer(),
                like.sequence(),
                like.destinationId(),
                like.transaction(),
                persistent,
                repeated,
                like.priority(),
                like.timestampMs(),
                timeToLiveMs,
                deliveryDelayMs,
                groupId,
                pieces,
                like.message());
    }
}
