package io.corduroy.client;

import io.corduroy.client.message.CorduroyMessage;
import jakarta.jms.JMSException;
import java.util.List;

/**
 * Properties by which applications of ActiveMQ Classic ({@code AMQ_SCHEDULED_DELAY}) and Artemis ({@code _AMQ_SCHED_DELIVERY})
 * ask for a later delivery, from the time when the interface had no delivery delay. They travel on as properties; a message that was received with them and is sent on is
 * not held back again.
 */
final class ScheduleProperties {

    private static final String DELAY_MS = "AMQ_SCHEDULED_DELAY";
    private static final String DELIVERY_TIME_MS = "_AMQ_SCHED_DELIVERY";
    /** A schedule that repeats: nothing here does that. */
    private static final List<String> REPEATING =
            List.of("AMQ_SCHEDULED_CRON", "AMQ_SCHEDULED_REPEAT", "AMQ_SCHEDULED_PERIOD");

    private ScheduleProperties() {}

    /**
     * How long a message is to be held back.
     *
     * @param delayMs what the producer was told
     * @return the longer of the two
     * @throws JMSException if a property asks for what is not to be had, or is no number
     */
    static long delayMs(CorduroyMessage message, long delayMs, long nowMs) throws JMSException {
        if (!message.hasPropertiesSetHere()) {
            return delayMs;
        }
        for (String name : REPEATING) {
            if (message.propertyExists(name)) {
                throw new JMSException(
                        name
                                + " asks for a delivery that repeats; send the message again when it is due, by a timer of the"
                                + " application",
                        "INVALID_ARGUMENT");
            }
        }
        long wanted = delayMs;
        if (message.propertyExists(DELAY_MS)) {
            wanted = Math.max(wanted, number(message, DELAY_MS));
        }
        if (message.propertyExists(DELIVERY_TIME_MS)) {
            wanted = Math.max(wanted, number(message, DELIVERY_TIME_MS) - nowMs);
        }
        return wanted;
    }

    private static long number(CorduroyMessage message, String name) throws JMSException {
        try {
            return message.getLongProperty(name);
        } catch (NumberFormatException e) {
            throw new JMSException(
                    name + " is \"" + message.getObjectProperty(name) + "\", expected are milliseconds",
                    "INVALID_ARGUMENT");
        }
    }
}
