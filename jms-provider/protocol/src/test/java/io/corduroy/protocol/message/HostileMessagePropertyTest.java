package io.corduroy.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes: a value or a {@link MalformedMessageException}, nothing else, and nothing large is allocated. */
class HostileMessagePropertyTest {

    @Property(tries = 5_000)
    void readsOrRefusesAnyBytes(@ForAll @Size(max = 200) byte[] bytes) {
        readEverything(ByteBuffer.wrap(bytes));
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void readsOrRefusesEveryTruncation(@ForAll("messages") MessageFields fields) {
        ByteBuffer whole = MessageEncoder.encode(fields);

        for (int length = 0; length < whole.limit(); length++) {
            readEverything(whole.slice(0, length));
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void readsOrRefusesAnyChangedByte(
            @ForAll("messages") MessageFields fields, @ForAll int where, @ForAll byte change) {
        ByteBuffer bytes = MessageEncoder.encode(fields);
        bytes.put(Math.floorMod(where, bytes.limit()), change);

        readEverything(bytes);
    }

    @Property(tries = 2_000)
    void readsOrRefusesAnyBytesAsMapOrStream(@ForAll @Size(max = 100) byte[] bytes) {
        refusedOr(() -> TypedValues.decodeMap(ByteBuffer.wrap(bytes)));
        refusedOr(() -> TypedValues.decodeStream(ByteBuffer.wrap(bytes)));
        refusedOr(() -> TextEncoding.decode(ByteBuffer.wrap(bytes)));
    }

    @Property
    void whatIsReadAsATextIsItsOnlyEncoding(@ForAll @Size(max = 6) byte[] bytes) {
        refusedOr(() -> assertThat(TextEncoding.encode(TextEncoding.decode(ByteBuffer.wrap(bytes))))
                .isEqualTo(bytes));
    }

    @Example
    void refusesHugeLengthsBeforeAllocating() {
        for (int flags : new int[] {0x08, 0x20, 0x40, 0x80, 0x200}) {
            ValueWriter huge = new ValueWriter();
            huge.writeVarint(flags);
            huge.writeVarint(Integer.MAX_VALUE);

            assertThatThrownBy(() -> EncodedMessage.of(huge.toBuffer()).validate())
                    .isInstanceOf(MalformedMessageException.class)
                    .hasMessageContaining("2147483647 bytes does not fit into the 0 left");
        }
    }

    @Example
    void refusesFieldsOfALaterVersion() {
        ValueWriter later = new ValueWriter();
        later.writeVarint(1 << 11);

        assertThatThrownBy(() -> EncodedMessage.of(later.toBuffer()).validate())
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("later version");
    }

    @Example
    void refusesWhatOnlyBodiesMayHoldAsAProperty() {
        for (Object value : List.of('c', new byte[] {1})) {
            ValueWriter block = new ValueWriter().writeNamed("p", value);
            ValueWriter message = new ValueWriter();
            message.writeVarint(HeaderFlags.PROPERTIES);
            message.writeBlock(block);

            assertThatThrownBy(() -> EncodedMessage.of(message.toBuffer()).property("p"))
                    .isInstanceOf(MalformedMessageException.class);
        }
    }

    private static void readEverything(ByteBuffer bytes) {
        EncodedMessage message = EncodedMessage.of(bytes);
        boolean valid = isValid(message);
        Runnable header = () -> {
            message.bodyType();
            message.correlationId();
            message.correlationIdBytes();
            message.replyTo();
            message.type();
            message.groupId();
            message.groupSeq();
            message.compression();
            message.propertyNames();
            message.forEachProperty((name, value) -> message.property(name));
            message.property("absent");
            message.body();
        };
        if (valid) {
            header.run();
        } else {
            refusedOr(header);
        }
        refusedOr(() -> {
            if (message.bodyType() == BodyType.TEXT && message.compression() == 0) {
                message.text();
            }
        });
    }

    private static boolean isValid(EncodedMessage message) {
        try {
            message.validate();
            return true;
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return false;
        }
    }

    private static void refusedOr(Runnable action) {
        try {
            action.run();
        } catch (MalformedMessageException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (RuntimeException e) {
            fail("something else than MalformedMessageException", e);
        }
    }

    @Provide
    static Arbitrary<MessageFields> messages() {
        return MessageRoundTripPropertyTest.messages();
    }
}
