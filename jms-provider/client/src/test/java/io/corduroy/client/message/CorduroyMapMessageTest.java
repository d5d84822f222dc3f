package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageNotWriteableException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;

@NullUnmarked // hands over null, and takes for granted what has to be there
class CorduroyMapMessageTest {
    @ParameterizedTest
    @NullAndEmptySource
    void nullAndEmptyNamesAreIllegalToSetAndMissingToGet(String name) throws JMSException {
        CorduroyMapMessage map = new CorduroyMapMessage();

        assertThatThrownBy(() -> map.setInt(name, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> map.setObject(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(map.getObject(name)).isNull();
        assertThat(map.itemExists(name)).isFalse();
    }

    @Test
    void entryExistsAlsoWithNull() throws JMSException {
        CorduroyMapMessage sent = new CorduroyMapMessage();
        sent.setString("null", null);
        sent.setInt("any name at all, NOT", 1);
        CorduroyMapMessage received = Deliveries.deliver(sent);

        assertThat(received.itemExists("null")).isTrue();
        assertThat(received.itemExists("missing")).isFalse();
        assertThat(Collections.list(received.getMapNames())).containsExactly("null", "any name at all, NOT");
    }

    @Test
    void byteArraysAreCopiedInAndOut() throws JMSException {
        byte[] bytes = {1, 2, 3};
        CorduroyMapMessage map = new CorduroyMapMessage();
        map.setBytes("whole", bytes);
        map.setBytes("part", bytes, 1, 2);
        map.setObject("object", bytes);

        bytes[1] = 9;
        map.getBytes("whole")[0] = 9;
        ((byte[]) map.getObject("object"))[0] = 9;
        ((byte[]) map.getBody(Map.class).get("part"))[0] = 9;

        assertThat(map.getBytes("whole")).containsExactly(1, 2, 3);
        assertThat(map.getBytes("object")).containsExactly(1, 2, 3);
        assertThat(map.getBytes("part")).containsExactly(2, 3);
        assertThatThrownBy(() -> map.setBytes("part", bytes, 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void receivedBodyIsReadOnlyUntilCleared() throws JMSException {
        CorduroyMapMessage sent = new CorduroyMapMessage();
        sent.setInt("a", 1);
        CorduroyMapMessage received = Deliveries.deliver(sent);

        assertThatThrownBy(() -> received.setInt("a", 2)).isInstanceOf(MessageNotWriteableException.class);

        received.clearBody();

        assertThat(received.itemExists("a")).isFalse();
        received.setInt("b", 2);
        assertThat(received.getInt("b")).isEqualTo(2);
        assertThat(Collections.list(Deliveries.deliver(received).getMapNames())).containsExactly("b");
    }

    @Test
    void bodyIsAMapOrAnObjectAndNothingElse() throws JMSException {
        CorduroyMapMessage map = new CorduroyMapMessage();
        map.setInt("a", 1);

        assertThat((Object) map.getBody(Map.class)).isEqualTo(Map.of("a", 1));
        assertThat(map.getBody(Object.class)).isEqualTo(Map.of("a", 1));
        assertThat(map.isBodyAssignableTo(Map.class)).isTrue();
        assertThat(map.isBodyAssignableTo(HashMap.class)).isFalse();
        assertThatThrownBy(() -> map.getBody(HashMap.class)).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> map.getBody(String.class)).isInstanceOf(MessageFormatException.class);
    }

    @Test
    void mapWithoutEntriesIsNoBody() throws JMSException {
        assertThat(new CorduroyMapMessage().isBodyAssignableTo(String.class)).isTrue();
        assertThat(new CorduroyMapMessage().getBody(String.class)).isNull();
        assertThat(Deliveries.deliver(new CorduroyMapMessage()).getBody(String.class))
                .isNull();
    }
}
