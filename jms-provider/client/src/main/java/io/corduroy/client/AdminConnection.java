package io.corduroy.client;

import io.corduroy.protocol.AdminVerb;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

/** What every connection of this provider can do besides, for administrators: cast to it. */
public interface AdminConnection extends Connection {

    /**
     * Asks the broker to do what only administrators do; needs no {@link #start()}. Not repeated when the link is lost
     * meanwhile: look before trying again.
     *
     * @param verb what to do
     * @param arguments by the names of the verb's arguments
     * @return a row per thing, cells by the verb's columns; those of all partitions one after the other
     * @throws JMSException if it was refused, with the reason, or the outcome is not known
     */
    List<Map<String, String>> administer(AdminVerb verb, Map<String, String> arguments) throws JMSException;

    /**
     * Looks at everything that a queue or topic has, without taking it: what waits, what is in flight, and what has been
     * consumed and is retained ({@code retention-time}, {@code retention-size}). Highest priority first; each
     * message once, unless the connection has to be made again meanwhile.
     *
     * @param session an open session of this connection; what is not enumerated to its end ends with the session
     * @param destination a queue or topic of this provider
     * @param selector empty for all messages
     * @return what is there now
     * @throws JMSException if the destination does not exist and may not be created, or the selector is wrong
     */
    Enumeration<Message> browseRetained(Session session, Destination destination, String selector) throws JMSException;
}
