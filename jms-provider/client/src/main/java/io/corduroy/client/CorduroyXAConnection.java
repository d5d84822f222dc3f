package io.corduroy.client;

import jakarta.jms.JMSException;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueSession;
import jakarta.jms.XASession;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicSession;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection for global transactions. The application may close it while branches have work of its sessions: the link to the
 * broker stays until they are decided, since the result is the transaction manager's affair (Jakarta Messaging 3.1, 6.1.8).
 */
final class CorduroyXAConnection extends CorduroyConnection implements XAQueueConnection, XATopicConnection {

    private static final Logger LOG = LoggerFactory.getLogger(CorduroyXAConnection.class);

    /** So long a closed connection is kept for branches with work of it, at most. */
    private static final int KEPT_SECONDS = 300;

    private final Object workLock = new Object();
    private int undecided; // guarded by the lock
    private boolean left; // guarded by the lock
    private boolean ended; // guarded by the lock
    private @Nullable Future<?> limit; // guarded by the lock

    CorduroyXAConnection(ConnectionMaking making) {
        super(making);
    }

    @Override
    public XASession createXASession() throws JMSException {
        return createXASession(this, domain());
    }

    @Override
    public XAQueueSession createXAQueueSession() throws JMSException {
        return createXASession(this, Domain.QUEUES);
    }

    @Override
    public XATopicSession createXATopicSession() throws JMSException {
        return createXASession(this, Domain.TOPICS);
    }

    CorduroyXASession createXAContextSession() throws JMSException {
        return createContextSession(() -> createXASession(this, Domain.ANY));
    }

    // Undecided work

    /** A session of it has begun work in a branch. */
    void onWorkBegun() {
        synchronized (workLock) {
            undecided++;
        }
    }

    /** The branch is decided, as far as that work goes. */
    void onWorkDecided() {
        synchronized (workLock) {
            undecided--;
            if (undecided > 0 || !left) {
                return;
            }
        }
        endOnce();
    }

    @Override
    void leave(boolean reachable) {
        synchronized (workLock) {
            left = true;
            if (reachable && undecided > 0) {
                LOG.debug("closed, and kept for {} undecided pieces of work in branches", undecided);
                limit = BranchTimer.after(KEPT_SECONDS, this::giveUp);
                return;
            }
        }
        endOnce();
    }

    private void giveUp() {
        LOG.warn(
                "a closed connection had undecided work in branches for {} seconds; what is not prepared is undone",
                KEPT_SECONDS);
        endOnce();
    }

    private void endOnce() {
        synchronized (workLock) {
            if (ended) {
                return;
            }
            ended = true;
            if (limit != null) {
                limit.cancel(false);
            }
        }
        end();
    }
}
