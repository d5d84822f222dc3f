package io.corduroy.broker;

import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was sent, confirmed, delivered and acknowledged, and whether that may be. */
final class History {
    private final Map<String, Sent> byText = new HashMap<>();
    private final List<Batch> transactions = new ArrayList<>();
    private int delivered;

    /** Whether something took effect. */
    enum Certainty {
        NO,
        PERHAPS,
        YES
    }

    /** The sends of one transaction. */
    static final class Batch {
        Certainty committed = Certainty.NO;
        boolean rolledBack;
        final List<Sent> sends = new ArrayList<>();
        final List<Sent> acknowledgments = new ArrayList<>();
    }

    /** One message. */
    static final class Sent {
        final String text;
        final String sender;
        final int number;
        final @Nullable Batch batch;
        Certainty exists = Certainty.NO;
        Certainty acknowledged = Certainty.NO;
        boolean seen;
        boolean drained;

        Sent(String text, String sender, int number, @Nullable Batch batch) {
            this.text = text;
            this.sender = sender;
            this.number = number;
            this.batch = batch;
        }
    }

    Batch begin() {
        Batch batch = new Batch();
        transactions.add(batch);
        return batch;
    }

    Sent send(String sender, int number, @Nullable Batch batch) {
        Sent sent = new Sent(sender + " " + number, sender, number, batch);
        sent.exists = Certainty.PERHAPS;
        byText.put(sent.text, sent);
        if (batch != null) {
            batch.sends.add(sent);
        }
        return sent;
    }

    void committed(Batch batch) {
        batch.committed = Certainty.YES;
        batch.sends.forEach(sent -> sent.exists = Certainty.YES);
        batch.acknowledgments.forEach(sent -> sent.acknowledged = Certainty.YES);
    }

    void committing(Batch batch) {
        batch.committed = Certainty.PERHAPS;
        batch.acknowledgments.forEach(sent -> sent.acknowledged = Certainty.PERHAPS);
    }

    void rolledBack(Batch batch) {
        batch.rolledBack = true;
        batch.committed = Certainty.NO;
        batch.acknowledgments.forEach(sent -> sent.acknowledged = Certainty.NO);
    }

    Sent delivered(ServerFrame.Deliver delivery) {
        Sent sent = byText.get(TestClient.textOf(delivery));
        delivered++;
        if (sent == null) {
            throw new AssertionError("delivered what nobody sent: " + delivery);
        }
        require(sent.acknowledged != Certainty.YES, "delivered after its acknowledgment: " + sent.text);
        require(
                sent.batch == null || (sent.batch.committed != Certainty.NO && !sent.batch.rolledBack),
                "delivered without a commit: " + sent.text);
        require(!sent.seen || delivery.deliveryCount() > 1, "delivered again and not marked: " + sent.text);
        sent.seen = true;
        return sent;
    }

    /** Says that all was drained and nothing is in flight: what existed for certain must have been seen. */
    void judgeTheEnd() {
        for (Sent sent : byText.values()) {
            boolean owed = sent.exists == Certainty.YES && sent.acknowledged == Certainty.NO;
            require(!owed || sent.drained, "lost: " + sent.text);
        }
        for (Batch batch : transactions) {
            long visible = batch.sends.stream().filter(sent -> sent.seen).count();
            require(
                    visible == 0 || visible == batch.sends.size(),
                    "a part of a transaction is there: " + visible + " of " + batch.sends.size());
        }
    }

    int deliveredCount() {
        return delivered;
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
