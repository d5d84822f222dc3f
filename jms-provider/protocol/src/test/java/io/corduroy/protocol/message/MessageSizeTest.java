package io.corduroy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the encoding costs: the budget of bytes on disk beyond properties and body rests on it. */
class MessageSizeTest {

    @Test
    void textWithoutHeadersCostsOneByte() {
        assertThat(sizeOf(new MessageFields().text("x".repeat(1_000)))).isEqualTo(1_001);
    }

    @Test
    void nullTextIsNotEmptyText() {
        EncodedMessage nullText = EncodedMessage.of(MessageEncoder.encode(new MessageFields().nullText()));
        EncodedMessage emptyText = EncodedMessage.of(MessageEncoder.encode(new MessageFields().text("")));

        assertThat(nullText.text()).isEmpty();
        assertThat(emptyText.text()).contains("");
    }

    @Test
    void propertyCostsItsNameItsValueAndThreeBytes() {
        // flags, length of the block, length of the name with the type, "colour", length of the value, "brown"
        assertThat(sizeOf(new MessageFields().property("colour", "brown"))).isEqualTo(1 + 1 + 1 + 6 + 1 + 5);
    }

    private static int sizeOf(MessageFields fields) {
        return MessageEncoder.encode(fields).remaining();
    }
}
