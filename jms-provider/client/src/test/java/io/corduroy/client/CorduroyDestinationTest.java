package io.corduroy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.protocol.DestinationName;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.Queue;
import jakarta.jms.Topic;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorduroyDestinationTest {
    @ParameterizedTest
    @EnumSource(DestinationName.Kind.class)
    void keepsKindAndNameThroughSerialization(DestinationName.Kind kind) throws Exception {
        DestinationName name = new DestinationName(kind, "orders");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(CorduroyDestination.of(name));
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            CorduroyDestination copy = (CorduroyDestination) in.readObject();

            assertThat(copy.destinationName()).isEqualTo(name);
            assertThat(copy).isEqualTo(CorduroyDestination.of(name)).hasSameHashCodeAs(CorduroyDestination.of(name));
        }
    }

    @Test
    void queueAndTopicOfOneNameDiffer() throws Exception {
        Queue queue = new CorduroyQueue("orders");
        Topic topic = new CorduroyTopic("orders");

        assertThat(queue).isNotEqualTo(topic).isEqualTo(new CorduroyQueue("orders"));
        assertThat(queue.getQueueName()).isEqualTo("orders");
        assertThat(topic.getTopicName()).isEqualTo("orders");
        assertThat(topic).hasToString("orders");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, DestinationName.MAX_NAME_LENGTH + 1})
    void refusesANameThatIsTooShortOrTooLong(int length) {
        assertThatThrownBy(() -> new CorduroyQueue("x".repeat(length)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of a destination has " + length + " characters, expected 1 to 1024");
    }

    @Test
    void refusesDestinationsOfOtherProviders() {
        Destination foreign = new Destination() {};

        assertThatThrownBy(() -> CorduroyDestination.ofOurs(foreign)).isInstanceOf(InvalidDestinationException.class);
        assertThatThrownBy(() -> CorduroyDestination.ofOurs(null)).isInstanceOf(InvalidDestinationException.class);
    }
}
