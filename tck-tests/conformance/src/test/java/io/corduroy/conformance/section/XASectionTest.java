package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.conformance.container.BranchName;
import io.corduroy.conformance.provider.SeveralPartitionsToo;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.util.Arrays;
import java.util.List;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * What the sections on distributed transactions do all the time: a session that is spoken to as a transaction manager does, with
 * messages to forward from one queue to another, and a session beside it that is in no transaction and looks on.
 */
@ArgumentsSource(SeveralPartitionsToo.class)
@SuppressWarnings("NullAway.Init") // made before each test
abstract class XASectionTest extends SectionTest {

    XAConnection connection;
    XASession session;
    XAResource resource;
    Session ordinary;
    Queue in;
    Queue out;
    private @Nullable MessageConsumer reader;

    @BeforeEach
    void connectXA() throws Exception {
        ordinary = session();
        connection = xaConnection();
        session = connection.createXASession();
        resource = session.getXAResource();
        in = queue();
        out = queue();
    }

    final XAConnection xaConnection() throws Exception {
        XAConnection made = closing(provider.xaConnectionFactory().createXAConnection());
        made.start();
        return made;
    }

    /** A session of a connection of its own. */
    final XASession anotherSession() throws Exception {
        return xaConnection().createXASession();
    }

    // Work

    final MessageConsumer reader() throws JMSException {
        MessageConsumer made = reader == null ? session.createConsumer(in) : reader;
        reader = made;
        return made;
    }

    final void put(String... texts) throws JMSException {
        send(ordinary, in, texts);
    }

    /** Consumes a message and sends what was made of it. */
    final void forward() throws JMSException {
        send(session, out, receiveText(reader()) + "!");
    }

    /** Forwards a message as work in a branch. */
    final void forwardIn(Xid branch) throws JMSException, XAException {
        resource.start(branch, XAResource.TMNOFLAGS);
        forward();
        resource.end(branch, XAResource.TMSUCCESS);
    }

    /** Forwards a message as work in a branch, and prepares that. */
    final BranchName prepared() throws JMSException, XAException {
        BranchName branch = BranchName.next();
        forwardIn(branch);
        assertThat(resource.prepare(branch)).isEqualTo(XAResource.XA_OK);
        return branch;
    }

    /** Sends a message as work in a branch. */
    static void sendIn(Xid branch, XASession session, Queue queue, String text) throws JMSException, XAException {
        session.getXAResource().start(branch, XAResource.TMNOFLAGS);
        send(session, queue, text);
        session.getXAResource().end(branch, XAResource.TMSUCCESS);
    }

    // What has come of it

    /** What everybody sees. */
    final List<String> waiting(Queue queue) throws JMSException {
        return browse(ordinary, queue);
    }

    final void assertForwarded(String... texts) throws JMSException {
        assertThat(waiting(out)).containsExactly(texts);
        assertThat(waiting(in)).isEmpty();
    }

    /** Nothing of it has happened but for the delivery, which is counted. */
    final void assertUndone(String text) throws JMSException {
        assertThat(waiting(out)).isEmpty();
        if (reader != null) {
            reader.close(); // it may have been offered the message again
        }
        try (MessageConsumer consumer = ordinary.createConsumer(in)) {
            Message again = receive(consumer);
            assertThat(text(again)).isEqualTo(text);
            assertThat(again.getJMSRedelivered()).isTrue();
            assertThat(again.getIntProperty("JMSXDeliveryCount")).isEqualTo(2);
        }
    }

    /** Whether a resource lists a branch, of which there may be others. */
    static boolean recovers(XAResource resource, Xid branch) throws XAException {
        Xid[] found = resource.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN);
        return Arrays.stream(found).map(BranchName::said).anyMatch(BranchName.said(branch)::equals);
    }

    static void assertFails(int code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        XAException.class,
                        e -> assertThat(e.errorCode)
                                .as(String.valueOf(e.getMessage()))
                                .isEqualTo(code));
    }
}
