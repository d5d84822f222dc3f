package io.corduroy.client;

import io.corduroy.protocol.AdminVerb;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
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
}
