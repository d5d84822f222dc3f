package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.BranchName;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import jakarta.jms.XASession;
import java.util.ArrayList;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** What becomes of the work in a branch, in one phase and in two. */
class Section11_3_5TwoPhaseCommitTest extends XASectionTest {

    private static final int MANY = 12;

    @Test
    void nothingIsSeenOfABranchBeforeItIsCommitted() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        forwardIn(branch);
        assertThat(waiting(out)).isEmpty();

        assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_OK);
        assertThat(waiting(out)).isEmpty();
        assertThat(waiting(in)).isEmpty();

        resource.commit(branch, false);
        assertForwarded("a!");
        assertThat(recovers(resource, branch)).isFalse();
    }

    @Test
    void oneThatOnlySendsAndOneThatOnlyReceivesHaveWork() throws Exception {
        BranchName sends = BranchName.next();
        sendIn(sends, session, in, "a");
        assertThat(resource.prepare(sends)).isEqualTo(XAResource.XA_OK);
        resource.commit(sends, false);

        BranchName receives = BranchName.next();
        resource.start(receives, XAResource.TMNOFLAGS);
        assertThat(receiveText(reader())).isEqualTo("a");
        resource.end(receives, XAResource.TMSUCCESS);
        assertThat(resource.prepare(receives)).isEqualTo(XAResource.XA_OK);
        resource.commit(receives, false);

        session.close();
        assertThat(waiting(in)).isEmpty();
    }

    @Test
    void aRolledBackBranchGivesBackWhatItConsumedMarked() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        forwardIn(branch);

        resource.rollback(branch);

        assertUndone("a");
    }

    @Test
    void soDoesOneThatWasPrepared() throws Exception {
        put("a");
        BranchName branch = prepared();

        resource.rollback(branch);

        assertUndone("a");
        assertThat(recovers(resource, branch)).isFalse();
    }

    @Test
    void whatIsGivenBackKeepsItsOrder() throws Exception {
        put("a", "b", "c", "d");
        BranchName branch = BranchName.next();
        resource.start(branch, XAResource.TMNOFLAGS);
        assertThat(receiveTexts(reader(), 3)).containsExactly("a", "b", "c");
        resource.end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);

        resource.rollback(branch);

        reader().close();
        assertThat(receiveTexts(ordinary.createConsumer(in), 4)).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aBranchWithoutWorkVotesReadOnlyAndIsForgotten() throws Exception {
        BranchName branch = BranchName.next();
        resource.start(branch, XAResource.TMNOFLAGS);
        assertThat(session.createConsumer(in).receiveNoWait()).isNull();
        resource.end(branch, XAResource.TMSUCCESS);

        assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_RDONLY);

        assertFails(XAException.XAER_NOTA, () -> resource.commit(branch, false));
        assertThat(recovers(resource, branch)).isFalse();
    }

    @Test
    void onePhaseCommitsWhatIsNotPrepared() throws Exception {
        put("a");
        BranchName branch = BranchName.next();
        forwardIn(branch);

        resource.commit(branch, true);

        assertForwarded("a!");
        assertThat(recovers(resource, branch)).isFalse();
        assertThatThrownBy(() -> resource.rollback(branch)).isInstanceOf(XAException.class);
        assertThat(waiting(out)).containsExactly("a!");
    }

    @Test
    void manyDestinationsAreCommittedAsOne() throws Exception {
        List<Queue> queues = new ArrayList<>();
        BranchName branch = sendToMany(queues);

        resource.prepare(branch);
        for (Queue queue : queues) {
            assertThat(waiting(queue)).isEmpty();
        }
        resource.commit(branch, false);

        for (Queue queue : queues) {
            assertThat(waiting(queue)).containsExactly("to " + queue.getQueueName());
        }
        assertThat(recovers(resource, branch)).isFalse();
    }

    @Test
    void manyDestinationsAreCommittedAsOneInOnePhase() throws Exception {
        List<Queue> queues = new ArrayList<>();
        BranchName branch = sendToMany(queues);

        resource.commit(branch, true);

        for (Queue queue : queues) {
            assertThat(waiting(queue)).containsExactly("to " + queue.getQueueName());
        }
        assertThat(recovers(resource, branch)).isFalse();
    }

    @Test
    void manyDestinationsAreRolledBackAsOne() throws Exception {
        List<Queue> queues = new ArrayList<>();
        BranchName branch = sendToMany(queues);

        resource.prepare(branch);
        resource.rollback(branch);

        for (Queue queue : queues) {
            assertThat(waiting(queue)).isEmpty();
        }
        assertThat(recovers(resource, branch)).isFalse();
    }

    private BranchName sendToMany(List<Queue> queues) throws Exception {
        BranchName branch = BranchName.next();
        resource.start(branch, XAResource.TMNOFLAGS);
        for (int i = 0; i < MANY; i++) {
            Queue queue = queue();
            send(session, queue, "to " + queue.getQueueName());
            queues.add(queue);
        }
        resource.end(branch, XAResource.TMSUCCESS);
        return branch;
    }

    @Test
    void topicsAndMessagesThatAreNotPersistentTakePart() throws Exception {
        Topic topic = topic();
        MessageConsumer subscriber = ordinary.createConsumer(topic);
        BranchName undone = BranchName.next();
        publishIn(undone, topic, "undone");
        resource.rollback(undone);
        BranchName branch = BranchName.next();
        publishIn(branch, topic, "done");
        resource.prepare(branch);
        assertThat(subscriber.receiveNoWait()).isNull();

        resource.commit(branch, false);

        assertThat(receiveText(subscriber)).isEqualTo("done");
    }

    private void publishIn(BranchName branch, Topic topic, String text) throws JMSException, XAException {
        resource.start(branch, XAResource.TMNOFLAGS);
        try (MessageProducer producer = session.createProducer(topic)) {
            producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
            producer.send(session.createTextMessage(text));
        }
        resource.end(branch, XAResource.TMSUCCESS);
    }

    /** "The receipt of the message cannot be part of the same transaction that produced the message." */
    @Test
    void aBranchDoesNotReceiveWhatItHasSent() throws Exception {
        BranchName branch = BranchName.next();
        resource.start(branch, XAResource.TMNOFLAGS);
        send(session, in, "a");
        assertThat(reader().receiveNoWait()).isNull();
        resource.end(branch, XAResource.TMSUCCESS);
        resource.commit(branch, true);

        BranchName next = BranchName.next();
        resource.start(next, XAResource.TMNOFLAGS);
        assertThat(receiveText(reader())).isEqualTo("a");
        resource.end(next, XAResource.TMSUCCESS);
        resource.commit(next, true);
    }

    /** "A distributed transaction context does not flow with a message." */
    @Test
    void whoReceivesAMessageIsNotInTheBranchThatSentIt() throws Exception {
        BranchName sending = BranchName.next();
        sendIn(sending, session, in, "a");
        resource.commit(sending, true);
        XASession second = anotherSession();
        XAResource other = second.getXAResource();
        BranchName receiving = BranchName.next();
        other.start(receiving, XAResource.TMNOFLAGS);
        assertThat(receiveText(second.createConsumer(in))).isEqualTo("a");
        other.end(receiving, XAResource.TMSUCCESS);

        other.rollback(receiving);

        second.close();
        assertUndone("a");
    }
}
