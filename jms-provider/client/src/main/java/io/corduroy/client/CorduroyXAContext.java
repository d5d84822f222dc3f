package io.corduroy.client;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.XAJMSContext;
import java.util.concurrent.atomic.AtomicInteger;
import javax.transaction.xa.XAResource;

/** The simplified interface over a session for global transactions. */
final class CorduroyXAContext extends CorduroyContext implements XAJMSContext {

    private final CorduroyXASession session;

    private CorduroyXAContext(CorduroyXAConnection connection, CorduroyXASession session) {
        super(connection, new AtomicInteger(1), JMSContext.SESSION_TRANSACTED, session);
        this.session = session;
    }

    static CorduroyXAContext first(CorduroyXAConnection connection) throws JMSException {
        try {
            return new CorduroyXAContext(connection, connection.createXAContextSession());
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public JMSContext getContext() {
        return this;
    }

    @Override
    public XAResource getXAResource() {
        return session.getXAResource();
    }
}
