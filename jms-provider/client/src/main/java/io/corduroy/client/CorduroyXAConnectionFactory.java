package io.corduroy.client;

import jakarta.jms.JMSException;
import jakarta.jms.XAConnection;
import jakarta.jms.XAConnectionFactory;
import jakarta.jms.XAJMSContext;
import jakarta.jms.XAQueueConnection;
import jakarta.jms.XAQueueConnectionFactory;
import jakarta.jms.XATopicConnection;
import jakarta.jms.XATopicConnectionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections whose sessions take part in global transactions (X/Open XA; Jakarta Messaging 3.1, 11.3): for
 * transaction managers, and for application servers and pools that bring one. Configured as a {@link CorduroyConnectionFactory},
 * and one too: its ordinary connections have nothing to do with global transactions.
 */
public class CorduroyXAConnectionFactory extends CorduroyConnectionFactory
        implements XAConnectionFactory, XAQueueConnectionFactory, XATopicConnectionFactory {
    private static final long serialVersionUID = 1L;

    /** For {@link #DEFAULT_URL}, or to be configured by setters. */
    public CorduroyXAConnectionFactory() {}

    /**
     * For a URL.
     *
     * @throws IllegalArgumentException if it is none, or an option in it is unknown; the text says what was probably meant
     */
    public CorduroyXAConnectionFactory(String url) {
        super(url);
    }

    private CorduroyXAConnection openXA(@Nullable String user, @Nullable String password, Domain domain)
            throws JMSException {
        return open(CorduroyXAConnection::new, user, password, domain);
    }

    @Override
    public XAConnection createXAConnection() throws JMSException {
        return openXA(null, null, Domain.ANY);
    }

    @Override
    public XAConnection createXAConnection(@Nullable String user, @Nullable String password) throws JMSException {
        return openXA(user, password, Domain.ANY);
    }

    @Override
    public XAQueueConnection createXAQueueConnection() throws JMSException {
        return openXA(null, null, Domain.QUEUES);
    }

    @Override
    public XAQueueConnection createXAQueueConnection(@Nullable String user, @Nullable String password)
            throws JMSException {
        return openXA(user, password, Domain.QUEUES);
    }

    @Override
    public XATopicConnection createXATopicConnection() throws JMSException {
        return openXA(null, null, Domain.TOPICS);
    }

    @Override
    public XATopicConnection createXATopicConnection(@Nullable String user, @Nullable String password)
            throws JMSException {
        return openXA(user, password, Domain.TOPICS);
    }

    @Override
    public XAJMSContext createXAContext() {
        return createXAContext(null, null);
    }

    @Override
    public XAJMSContext createXAContext(@Nullable String user, @Nullable String password) {
        return RuntimeExceptions.get(() -> CorduroyXAContext.first(openXA(user, password, Domain.ANY)));
    }
}
