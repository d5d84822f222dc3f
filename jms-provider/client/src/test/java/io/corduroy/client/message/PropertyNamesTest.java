package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.5.1, 3.5.6 to 3.5.11: names of properties, and what may be done with which. */
@NullUnmarked // hands over null, and takes for granted what has to be there
class PropertyNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"a", "_a1", "$", "größe", "JMSXGroupID", "JMS_OTHER_x", "JMS_", "jmsx", "notes", "𝒳"})
    void identifiersAreTaken(String name) throws JMSException {
        CorduroyMessage message = new CorduroyMessage();
        message.setStringProperty(name, "x");

        assertThat(message.getStringProperty(name)).isEqualTo("x");
        assertThat(Deliveries.deliver(message).getStringProperty(name)).isEqualTo("x");
    }

    @ParameterizedTest
    @NullAndEmptySource
    void nullAndEmptyNamesAreIllegalArguments(String name) {
        assertThatThrownBy(() -> new CorduroyMessage().setIntProperty(name, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @NullAndEmptySource
    void nullAndEmptyNamesAreNotThereToBeRead(String name) throws JMSException {
        CorduroyMessage received = Deliveries.deliver(new CorduroyMessage());

        assertThat(new CorduroyMessage().getObjectProperty(name)).isNull();
        assertThat(received.getObjectProperty(name)).isNull();
        assertThat(received.propertyExists(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1a",
                "a-b",
                "a.b",
                " a",
                "a b",
                "NULL",
                "true",
                "False",
                "not",
                "AND",
                "or",
                "Between",
                "LIKE",
                "in",
                "is",
                "ESCAPE",
                "JMSXDeliveryCount",
                "JMSXUserID",
                "JMSXFuture",
                "JMSType",
                "JMSFoo",
                "JMS",
                "JMS_CORDUROY_Foo"
            })
    void namesThatAreNoIdentifiersOrNotTheClientsAreRefused(String name) {
        assertThatThrownBy(() -> new CorduroyMessage().setObjectProperty(name, 1))
                .isInstanceOf(JMSException.class)
                .hasMessageStartingWith("property \"" + name + "\" cannot be set: its name ");
    }

    @Test
    void groupIsSetByTheClientWithTheTypesOfTable3_3() throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setStringProperty("JMSXGroupID", "g");
        sent.setIntProperty("JMSXGroupSeq", 3);
        CorduroyMessage received = Deliveries.deliver(sent);

        assertThat(sent.groupId()).isEqualTo("g");
        assertThat(received.groupId()).isEqualTo("g");
        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("g");
        assertThat(received.getObjectProperty("JMSXGroupSeq")).isEqualTo(3);
        assertThat(received.propertyExists("JMSXGroupSeq")).isTrue();
        assertThatThrownBy(() -> sent.setIntProperty("JMSXGroupID", 1)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> sent.setStringProperty("JMSXGroupSeq", "1"))
                .isInstanceOf(MessageFormatException.class);
        assertThat(new CorduroyMessage().groupId()).isEmpty();
    }

    @Test
    void deliveryCountIsThereForConsumersOnly() throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setProviderHeaders(Deliveries.headers(0));
        CorduroyMessage received = Deliveries.deliver(sent);

        assertThat(sent.propertyExists("JMSXDeliveryCount")).isFalse();
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(Collections.list(received.getPropertyNames())).containsExactly("JMSXDeliveryCount");

        received.setProviderHeaders(Deliveries.headers(3));
        assertThat(received.getIntProperty("JMSXDeliveryCount")).isEqualTo(3);
        assertThat(received.getJMSRedelivered()).isTrue();
    }

    @Test
    void iterationNamesPropertiesAndNoHeaders() throws JMSException {
        CorduroyMessage sent = new CorduroyMessage();
        sent.setJMSType("t");
        sent.setIntProperty("b", 1);
        sent.setStringProperty("a", null);
        sent.setStringProperty("JMSXGroupID", "g");
        sent.setIntProperty("JMSXGroupSeq", 3);

        assertThat(Collections.list(sent.getPropertyNames())).containsExactly("b", "a", "JMSXGroupID", "JMSXGroupSeq");
        assertThat(Collections.list(Deliveries.deliver(sent).getPropertyNames()))
                .containsExactlyInAnyOrder("b", "a", "JMSXGroupID", "JMSXGroupSeq", "JMSXDeliveryCount");
    }

    @Test
    void propertiesOfAReceivedMessageAreReadOnlyUntilCleared() throws JMSException {
        CorduroyTextMessage sent = new CorduroyTextMessage("body");
        sent.setIntProperty("a", 1);
        CorduroyTextMessage received = Deliveries.deliver(sent);

        assertThatThrownBy(() -> received.setIntProperty("a", 2)).isInstanceOf(MessageNotWriteableException.class);
        assertThat(received.getIntProperty("a")).isEqualTo(1);

        received.clearProperties();

        assertThat(received.propertyExists("a")).isFalse();
        assertThat(received.getPropertyNames().hasMoreElements()).isFalse();
        assertThat(received.getText()).isEqualTo("body");
        received.setIntProperty("b", 2);
        assertThat(received.getIntProperty("b")).isEqualTo(2);
        assertThatThrownBy(() -> received.setText("x")).isInstanceOf(MessageNotWriteableException.class);
    }
}
