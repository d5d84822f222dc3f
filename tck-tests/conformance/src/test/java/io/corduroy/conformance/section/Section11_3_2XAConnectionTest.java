package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.BranchName;
import jakarta.jms.IllegalStateException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import jakarta.jms.TopicSession;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.Test;

/** XA connections make XA sessions beside ordinary ones. */
class Section11_3_2XAConnectionTest extends XASectionTest {

    @Test
    void aConnectionMakesSessionsForSeveralBranchesAtATime() throws Exception {
        XASession second = connection.createXASession();
        BranchName a = BranchName.next();
        BranchName b = BranchName.next();
        resource.start(a, XAResource.TMNOFLAGS);
        second.getXAResource().start(b, XAResource.TMNOFLAGS);
        send(session, out, "a");
        send(second, out, "b");
        resource.end(a, XAResource.TMSUCCESS);
        second.getXAResource().end(b, XAResource.TMSUCCESS);

        resource.commit(a, true);
        second.getXAResource().rollback(b);

        assertThat(waiting(out)).containsExactly("a");
    }

    @Test
    void ordinarySessionsOfTheConnectionAreInNoBranch() throws Exception {
        Session plain = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        BranchName branch = BranchName.next();
        resource.start(branch, XAResource.TMNOFLAGS);

        send(plain, out, "at once");

        assertThat(waiting(out)).containsExactly("at once");
        resource.end(branch, XAResource.TMSUCCESS);
        resource.rollback(branch);
        assertThat(waiting(out)).containsExactly("at once");
    }

    @Test
    void thoseOfOneDomainMakeSessionsOfIt() throws Exception {
        XAQueueConnection queues = closing(provider.xaQueueConnectionFactory().createXAQueueConnection());
        XATopicConnection topics = closing(provider.xaTopicConnectionFactory().createXATopicConnection());
        queues.start();
        topics.start();
        Topic topic = topic();
        XAQueueSession queueSession = queues.createXAQueueSession();
        XATopicSession topicSession = topics.createXATopicSession();
        MessageConsumer subscriber = topicSession.getTopicSession().createSubscriber(topic);
        BranchName branch = BranchName.next();

        queueSession.getXAResource().start(branch, XAResource.TMNOFLAGS);
        queueSession.getQueueSession().createSender(out).send(queueSession.createTextMessage("q"));
        queueSession.getXAResource().end(branch, XAResource.TMSUCCESS);
        topicSession.getXAResource().start(branch, XAResource.TMJOIN);
        topicSession.getTopicSession().createPublisher(topic).publish(topicSession.createTextMessage("t"));
        topicSession.getXAResource().end(branch, XAResource.TMSUCCESS);
        assertThat(subscriber.receiveNoWait()).isNull();
        queueSession.getXAResource().commit(branch, true);

        assertThat(receiveText(subscriber)).isEqualTo("t");
        assertThat(waiting(out)).containsExactly("q");
    }

    @Test
    void thoseOfOneDomainMakeOrdinarySessionsOfItToo() throws Exception {
        XAQueueConnection queues = closing(provider.xaQueueConnectionFactory().createXAQueueConnection());
        XATopicConnection topics = closing(provider.xaTopicConnectionFactory().createXATopicConnection());

        QueueSession queueSession = queues.createQueueSession(false, Session.AUTO_ACKNOWLEDGE);
        TopicSession topicSession = topics.createTopicSession(false, Session.AUTO_ACKNOWLEDGE);

        queueSession.createSender(out).send(queueSession.createTextMessage("q"));
        topicSession.createPublisher(topic()).publish(topicSession.createTextMessage("t"));
        assertThat(waiting(out)).containsExactly("q");
        assertThatThrownBy(() -> queueSession.createTopic(name("topic"))).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> topicSession.createQueue(name("queue"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theDomainsOfXASessionsAreAsNarrowAsThoseOfOthers() throws Exception {
        XAQueueConnection queues = closing(provider.xaQueueConnectionFactory().createXAQueueConnection());
        XATopicConnection topics = closing(provider.xaTopicConnectionFactory().createXATopicConnection());

        assertThatThrownBy(() -> queues.createXAQueueSession().createTemporaryTopic())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> topics.createXATopicSession().createTemporaryQueue())
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedConnectionMakesNone() throws Exception {
        connection.close();

        assertThatThrownBy(() -> connection.createXASession()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> connection.createSession(false, Session.AUTO_ACKNOWLEDGE))
                .isInstanceOf(IllegalStateException.class);
    }
}
