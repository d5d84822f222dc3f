package io.corduroy.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.harness.DeliveryHistory.Outcome;
import org.junit.jupiter.api.Test;

class DeliveryHistoryTest {

    private final DeliveryHistory history = new DeliveryHistory();

    @Test
    void isContentWithADeliveryPerConfirmedSend() {
        history.sent("p", 1, Outcome.CONFIRMED);
        history.received("c", "p", 1, false);
        history.acknowledged("p", 1);

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void findsALostMessage() {
        history.sent("p", 1, Outcome.CONFIRMED);

        assertThat(history.violations()).containsExactly("lost confirmed message p/1");
        assertThat(history.outstanding()).isEqualTo(1);
    }

    @Test
    void leavesUnknownSendsOpen() {
        history.sent("p", 1, Outcome.UNKNOWN);

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void findsAnAcknowledgedMessageThatComesAgainEvenMarked() {
        history.sent("p", 1, Outcome.CONFIRMED);
        history.received("c", "p", 1, false);
        history.acknowledged("p", 1);
        history.received("c", "p", 1, true);

        assertThat(history.violations()).containsExactly("acknowledged message came again: p/1 to c");
    }

    @Test
    void findsARedeliveryWithoutMark() {
        history.sent("p", 1, Outcome.CONFIRMED);
        consumed("c", "p", 1, false);
        consumed("d", "p", 1, false);

        assertThat(history.violations()).containsExactly("seen before and not marked JMSRedelivered: p/1 to d");
    }

    @Test
    void findsDisorderOfOneProducerAtOneConsumerOnly() {
        for (int n = 1; n <= 3; n++) {
            history.sent("p", n, Outcome.CONFIRMED);
        }
        consumed("c", "p", 2, false);
        consumed("d", "p", 1, false);
        assertThat(history.outstanding()).isEqualTo(1);

        consumed("d", "p", 3, false);
        assertThat(history.violations()).isEmpty();

        history.sent("p", 4, Outcome.CONFIRMED);
        history.sent("p", 5, Outcome.CONFIRMED);
        consumed("c", "p", 5, false);
        consumed("c", "p", 4, false);
        assertThat(history.violations()).containsExactly("out of order: c got p/4 after 5");
    }

    @Test
    void findsHalfATransactionAndAGhost() {
        history.sentInTransaction("p", 1, 7, Outcome.UNKNOWN);
        history.sentInTransaction("p", 2, 7, Outcome.UNKNOWN);
        consumed("c", "p", 1, false);
        history.sentInTransaction("p", 3, 8, Outcome.ROLLED_BACK);
        consumed("c", "p", 3, false);

        assertThat(history.violations())
                .containsExactly(
                        "rolled back and delivered: p/3", "half a transaction: 1 of 2 messages of p transaction 7");
    }

    @Test
    void findsAMessageThatWasSwallowedByAReceiveThatThrew() {
        history.sent("p", 1, Outcome.CONFIRMED);
        history.received("c", "p", 1, false); // c ends without an acknowledgment: the message is owed again
        assertThat(history.outstanding()).isEqualTo(1);

        assertThat(history.violations())
                .containsExactly("swallowed: p/1 was seen, not acknowledged, and did not come again");
    }

    @Test
    void acceptsThatAnUncertainAcknowledgmentCounted() {
        history.sent("p", 1, Outcome.CONFIRMED);
        history.received("c", "p", 1, false);
        history.acknowledging("p", 1);

        assertThat(history.violations()).isEmpty();
    }

    @Test
    void findsAMessageThatWasSwallowedAfterItCameAgain() {
        history.sent("p", 1, Outcome.CONFIRMED);
        history.received("c", "p", 1, false);
        history.acknowledging("p", 1);
        history.received("d", "p", 1, true);

        assertThat(history.violations()).hasSize(1).allMatch(each -> each.startsWith("swallowed: p/1"));
    }

    @Test
    void findsAMessageThatNobodySent() {
        history.received("c", "p", 9, false);

        assertThat(history.violations()).containsExactly("never sent, or sent by a call that never ended: p/9");
    }

    private void consumed(String consumer, String producer, long number, boolean redelivered) {
        history.received(consumer, producer, number, redelivered);
        history.acknowledging(producer, number);
    }
}
