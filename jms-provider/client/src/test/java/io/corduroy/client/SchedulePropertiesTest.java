package io.corduroy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.message.CorduroyMessage;
import io.corduroy.client.message.CorduroyTextMessage;
import jakarta.jms.JMSException;
import org.junit.jupiter.api.Test;

class SchedulePropertiesTest {

    private static final long NOW_MS = 1_000_000;

    private final CorduroyMessage message = new CorduroyTextMessage();

    private long delayMs(long delayMs) throws JMSException {
        return ScheduleProperties.delayMs(message, delayMs, NOW_MS);
    }

    @Test
    void withoutThemTheProducersDelayCounts() throws JMSException {
        assertThat(delayMs(0)).isZero();
        message.setStringProperty("colour", "red");
        assertThat(delayMs(7)).isEqualTo(7);
    }

    @Test
    void aDelayOfClassicIsOne() throws JMSException {
        message.setLongProperty("AMQ_SCHEDULED_DELAY", 500);
        assertThat(delayMs(0)).isEqualTo(500);
        assertThat(delayMs(600)).as("the longer of the two").isEqualTo(600);
        message.setStringProperty("AMQ_SCHEDULED_DELAY", "700");
        assertThat(delayMs(0)).isEqualTo(700);
    }

    @Test
    void aTimeOfArtemisIsADelay() throws JMSException {
        message.setLongProperty("_AMQ_SCHED_DELIVERY", NOW_MS + 250);
        assertThat(delayMs(0)).isEqualTo(250);
        message.setLongProperty("_AMQ_SCHED_DELIVERY", NOW_MS - 250);
        assertThat(delayMs(0)).as("is over").isZero();
    }

    @Test
    void whatIsNotToBeHadIsRefused() throws JMSException {
        message.setStringProperty("AMQ_SCHEDULED_DELAY", "soon");
        assertThatThrownBy(() -> delayMs(0)).isInstanceOf(JMSException.class).hasMessageContaining("\"soon\"");
        message.setStringProperty("AMQ_SCHEDULED_CRON", "0 * * * *");
        assertThatThrownBy(() -> delayMs(0)).hasMessageContaining("a timer of the application");
    }
}
