package io.corduroy.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageFormatException;
import jakarta.jms.StreamMessage;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.11.3: what a value of a map or stream message can be read as. */
@NullUnmarked // hands over null, and takes for granted what has to be there
class BodyConversionTest {
    static Stream<Arguments> cells() {
        return ConversionTable.cells(ConversionTable.BODIES);
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @MethodSource("cells")
    void mapEntryConvertsAsTable3_7Says(String written, String read, boolean isMarked) throws JMSException {
        CorduroyMapMessage sent = new CorduroyMapMessage();
        set(sent, written);

        for (CorduroyMapMessage message : List.of(sent, Deliveries.deliver(sent))) {
            if (isMarked) {
                assertThat(get(message, read)).isEqualTo(ConversionTable.expected(written, read));
            } else {
                assertThatThrownBy(() -> get(message, read))
                        .isInstanceOf(MessageFormatException.class)
                        .hasMessage("a value written as " + written + " cannot be read as " + read);
            }
        }
    }

    @ParameterizedTest(name = "{0} as {1}: {2}")
    @MethodSource("cells")
    void streamValueConvertsAsTable3_7SaysAndStaysToBeReadOtherwise(String written, String read, boolean isMarked)
            throws JMSException {
        CorduroyStreamMessage sent = new CorduroyStreamMessage();
        write(sent, written);
        CorduroyStreamMessage received = Deliveries.deliver(sent);
        sent.reset();

        for (CorduroyStreamMessage message : List.of(sent, received)) {
            if (isMarked) {
                assertThat(read(message, read)).isEqualTo(ConversionTable.expected(written, read));
            } else {
                assertThatThrownBy(() -> read(message, read))
                        .isInstanceOf(MessageFormatException.class)
                        .hasMessage("a value written as " + written + " cannot be read as " + read);
                assertThat(message.readObject()).isEqualTo(ConversionTable.VALUES.get(written));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void objectFormIsTheExplicitForm(String written, String read, boolean isMarked) throws JMSException {
        Object value = ConversionTable.VALUES.get(written);
        CorduroyMapMessage map = new CorduroyMapMessage();
        map.setObject("e", value);
        CorduroyStreamMessage stream = new CorduroyStreamMessage();
        stream.writeObject(value);
        stream.reset();

        assertThat(map.getObject("e")).isEqualTo(value);
        assertThat(Deliveries.deliver(map).getObject("e")).isEqualTo(value);
        if (isMarked) {
            assertThat(get(map, read)).isEqualTo(ConversionTable.expected(written, read));
            assertThat(read(stream, read)).isEqualTo(ConversionTable.expected(written, read));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "long", "float", "double"})
    void stringThatIsNoNumberFailsAndStaysToBeRead(String type) throws JMSException {
        CorduroyMapMessage map = new CorduroyMapMessage();
        map.setString("e", "five");
        CorduroyStreamMessage stream = new CorduroyStreamMessage();
        stream.writeString("five");
        stream.reset();

        assertThatThrownBy(() -> get(map, type)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> read(stream, type)).isInstanceOf(NumberFormatException.class);
        assertThat(stream.readString()).isEqualTo("five");
    }

    @ParameterizedTest
    @ValueSource(strings = {"byte", "short", "int", "long"})
    void nullReadAsAnIntegerFailsAsValueOfNullDoes(String type) throws JMSException {
        assertThatThrownBy(() -> get(mapOfNull(), type)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> get(new CorduroyMapMessage(), type)).isInstanceOf(NumberFormatException.class);
        assertThatThrownBy(() -> read(streamOfNull(), type)).isInstanceOf(NumberFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"float", "double", "char"})
    void nullReadAsAFloatingPointNumberOrCharIsANullPointerException(String type) throws JMSException {
        assertThatThrownBy(() -> get(mapOfNull(), type)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> get(new CorduroyMapMessage(), type)).isInstanceOf(NullPointerException.class);
        CorduroyStreamMessage stream = streamOfNull();
        assertThatThrownBy(() -> read(stream, type)).isInstanceOf(NullPointerException.class);
        assertThat(stream.readObject()).isNull();
    }

    @Test
    void nullIsFalseAndNull() throws JMSException {
        for (CorduroyMapMessage map : List.of(mapOfNull(), Deliveries.deliver(mapOfNull()), new CorduroyMapMessage())) {
            assertThat(map.getBoolean("e")).isFalse();
            assertThat(map.getString("e")).isNull();
            assertThat(map.getBytes("e")).isNull();
            assertThat(map.getObject("e")).isNull();
        }
        assertThat(streamOfNull().readBoolean()).isFalse();
        assertThat(streamOfNull().readString()).isNull();
        assertThat(streamOfNull().readObject()).isNull();
        assertThat(streamOfNull().readBytes(new byte[3])).isEqualTo(-1);
    }

    static Stream<Object> foreignValues() {
        return Stream.of(BigInteger.ONE, List.of(), new int[1], new Object());
    }

    @ParameterizedTest
    @MethodSource("foreignValues")
    void objectOfAnotherClassIsRefused(Object value) {
        assertThatThrownBy(() -> new CorduroyMapMessage().setObject("e", value))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> new CorduroyStreamMessage().writeObject(value))
                .isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(() -> new CorduroyBytesMessage().writeObject(value))
                .isInstanceOf(MessageFormatException.class);
    }

    private static CorduroyMapMessage mapOfNull() throws JMSException {
        CorduroyMapMessage map = new CorduroyMapMessage();
        map.setObject("e", null);
        return map;
    }

    private static CorduroyStreamMessage streamOfNull() throws JMSException {
        CorduroyStreamMessage stream = new CorduroyStreamMessage();
        stream.writeObject(null);
        return Deliveries.deliver(stream);
    }

    private static void set(MapMessage map, String type) throws JMSException {
        switch (type) {
            case "boolean" -> map.setBoolean("e", true);
            case "byte" -> map.setByte("e", (byte) 5);
            case "short" -> map.setShort("e", (short) 5);
            case "char" -> map.setChar("e", 'c');
            case "int" -> map.setInt("e", 5);
            case "long" -> map.setLong("e", 5);
            case "float" -> map.setFloat("e", 5);
            case "double" -> map.setDouble("e", 5);
            case "String" -> map.setString("e", "5");
            case "byte[]" -> map.setBytes("e", new byte[] {5});
            default -> throw new AssertionError(type);
        }
    }

    private static Object get(MapMessage map, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> map.getBoolean("e");
            case "byte" -> map.getByte("e");
            case "short" -> map.getShort("e");
            case "char" -> map.getChar("e");
            case "int" -> map.getInt("e");
            case "long" -> map.getLong("e");
            case "float" -> map.getFloat("e");
            case "double" -> map.getDouble("e");
            case "String" -> map.getString("e");
            case "byte[]" -> map.getBytes("e");
            default -> throw new AssertionError(type);
        };
    }

    private static void write(StreamMessage stream, String type) throws JMSException {
        switch (type) {
            case "boolean" -> stream.writeBoolean(true);
            case "byte" -> stream.writeByte((byte) 5);
            case "short" -> stream.writeShort((short) 5);
            case "char" -> stream.writeChar('c');
            case "int" -> stream.writeInt(5);
            case "long" -> stream.writeLong(5);
            case "float" -> stream.writeFloat(5);
            case "double" -> stream.writeDouble(5);
            case "String" -> stream.writeString("5");
            case "byte[]" -> stream.writeBytes(new byte[] {5});
            default -> throw new AssertionError(type);
        }
    }

    private static Object read(StreamMessage stream, String type) throws JMSException {
        return switch (type) {
            case "boolean" -> stream.readBoolean();
            case "byte" -> stream.readByte();
            case "short" -> stream.readShort();
            case "char" -> stream.readChar();
            case "int" -> stream.readInt();
            case "long" -> stream.readLong();
            case "float" -> stream.readFloat();
            case "double" -> stream.readDouble();
            case "String" -> stream.readString();
            case "byte[]" -> {
                byte[] bytes = new byte[2];
                int count = stream.readBytes(bytes);
                yield Arrays.copyOf(bytes, count);
            }
            default -> throw new AssertionError(type);
        };
    }
}
