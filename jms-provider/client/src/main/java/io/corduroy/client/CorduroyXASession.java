package io.corduroy.client;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.message.ObjectAllowList;
import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.LaneRange;
import jakarta.jms.IllegalStateException;
import jakarta.jms.JMSException;
import jakarta.jms.QueueSession;
import jakarta.jms.Session;
import jakarta.jms.TopicSession;
import jakarta.jms.TransactionInProgressException;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XATopicSession;
import java.util.List;
import java.util.Map;
import javax.transaction.xa.XAResource;

/**
 * A session whose transactions a transaction manager begins and ends through its {@link XAResource}. Outside of them, what it sends
 * is sent at once, and what it receives is acknowledged as in AUTO_ACKNOWLEDGE.
 */
final class CorduroyXASession extends CorduroySession implements XAQueueSession, XATopicSession {

    private final CorduroyXAConnection connection;
    private final BranchResource resource;
    private final Object workLock = new Object();
    private int lastWork; // guarded by the lock
    private int undecided; // guarded by the lock
    private List<CorduroyConsumer> closing = List.of(); // guarded by the lock
    private boolean left; // guarded by the lock

    CorduroyXASession(
            CorduroyXAConnection connection,
            ConnectionCore core,
            ClientOptions options,
            ObjectAllowList allowList,
            Domain domain,
            int id) {
        super(connection, core, options, allowList, domain, id, Session.AUTO_ACKNOWLEDGE);
        this.connection = connection;
        this.resource = new BranchResource(this);
    }

    @Override
    public XAResource getXAResource() {
        return resource;
    }

    @Override
    public Session getSession() throws JMSException {
        requireOpen();
        return this;
    }

    @Override
    public QueueSession getQueueSession() throws JMSException {
        requireOpen();
        return this;
    }

    @Override
    public TopicSession getTopicSession() throws JMSException {
        requireOpen();
        return this;
    }

    @Override
    public boolean getTransacted() throws JMSException {
        requireOpen();
        return true;
    }

    @Override
    public int getAcknowledgeMode() throws JMSException {
        requireOpen();
        return Session.SESSION_TRANSACTED;
    }

    @Override
    public void commit() throws JMSException {
        throw notHere("commit");
    }

    @Override
    public void rollback() throws JMSException {
        throw notHere("rollback");
    }

    private TransactionInProgressException notHere(String what) throws JMSException {
        requireOpen();
        return new TransactionInProgressException(
                what + " is the transaction manager's: this session's transactions are global ones");
    }

    @Override
    public void recover() throws JMSException {
        requireOpen();
        throw new IllegalStateException("a session of global transactions cannot recover; they are rolled back");
    }

    // Work in branches

    /** Enters a branch; what follows is work under this number. */
    int beginWork(BranchId branch) {
        int number;
        synchronized (workLock) {
            lastWork++;
            number = lastWork;
            undecided++;
        }
        connection.onWorkBegun();
        enterBranch(branch);
        return number;
    }

    /** A piece of work is decided. */
    void onWorkDecided(Map<Integer, List<LaneRange>> seen) {
        loaded().onSettled(seen);
        List<CorduroyConsumer> toUnregister = List.of();
        boolean last;
        synchronized (workLock) {
            undecided--;
            last = undecided == 0 && left;
            if (last) {
                toUnregister = closing;
            }
        }
        if (last) {
            core().post(engine -> engine.closeSession(id(), Completion.ignored()));
            toUnregister.forEach(CorduroyConsumer::unregister);
        }
        connection.onWorkDecided();
    }

    @Override
    void leaveBranchIfAny() {
        resource.onSessionClosed();
    }

    /** The application is done with the session; its work in branches may wait for the transaction manager. */
    @Override
    void leave(List<CorduroyConsumer> consumers) throws JMSException {
        synchronized (workLock) {
            left = true;
            closing = consumers;
            if (undecided > 0) {
                return;
            }
        }
        super.leave(consumers);
    }
}
