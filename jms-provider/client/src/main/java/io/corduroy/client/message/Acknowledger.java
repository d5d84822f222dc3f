package io.corduroy.client.message;

import jakarta.jms.JMSException;

/** What a received message does when the application acknowledges it: the session's part, since sessions acknowledge. */
@FunctionalInterface
public interface Acknowledger {
    /**
     * Acknowledges all messages that the session has consumed, or does nothing in a session that is transacted or
     * acknowledges by itself (Jakarta Messaging 3.1, 6.2.10).
     *
     * @throws jakarta.jms.IllegalStateException if the session is closed
     * @throws JMSException if the acknowledgment failed
     */
    void acknowledge() throws JMSException;
}
