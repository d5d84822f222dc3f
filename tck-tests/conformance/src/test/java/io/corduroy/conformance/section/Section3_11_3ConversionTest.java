package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.MessageEOFException;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jakarta Messaging 3.1, 3.11.3: what was written as one type can be read as another one, table 3-7. */
class Section3_11_3ConversionTest extends SectionTest {

    /** A type of the table with a value of it. */
    @SuppressWarnings("ImmutableEnumChecker") // nobody changes them
    private enum Type {
        BOOLEAN(true),
        BYTE((byte) 12),
        SHORT((short) 12),
        CHAR('c'),
        INT(12),
        LONG(12L),
        FLOAT(12f),
        DOUBLE(12d),
        STRING("12"),
        BYTES(new byte[] {1, 2});

        private static final Map<Type, Set<Type>> READABLE_AS = Map.of(
                BOOLEAN, Set.of(BOOLEAN, STRING),
                BYTE, Set.of(BYTE, SHORT, INT, LONG, STRING),
                SHORT, Set.of(SHORT, INT, LONG, STRING),
                CHAR, Set.of(CHAR, STRING),
                INT, Set.of(INT, LONG, STRING),
                LONG, Set.of(LONG, STRING),
                FLOAT, Set.of(FLOAT, DOUBLE, STRING),
                DOUBLE, Set.of(DOUBLE, STRING),
                STRING, Set.of(BOOLEAN, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE, STRING),
                BYTES, Set.of(BYTES));

        final Object value;

        Type(Object value) {
            this.value = value;
        }

        boolean isReadableAs(Type other) {
            return READABLE_AS.getOrDefault(this, Set.of()).contains(other);
        }

        Object readAs(Type other) {
            return other == this
                    ? value
                    : switch (other) {
                        case STRING -> value.toString();
                        case BOOLEAN -> false; // "12" is not "true"
                        default -> other.value;
                    };
        }

        Object get(MapMessage map) throws JMSException {
            return switch (this) {
                case BOOLEAN -> map.getBoolean("v");
                case BYTE -> map.getByte("v");
                case SHORT -> map.getShort("v");
                case CHAR -> map.getChar("v");
                case INT -> map.getInt("v");
                case LONG -> map.getLong("v");
                case FLOAT -> map.getFloat("v");
                case DOUBLE -> map.getDouble("v");
                case STRING -> map.getString("v");
                case BYTES -> map.getBytes("v");
            };
        }

        Object read(StreamMessage stream) throws JMSException {
            return switch (this) {
                case BOOLEAN -> stream.readBoolean();
                case BYTE -> stream.readByte();
                case SHORT -> stream.readShort();
                case CHAR -> stream.readChar();
                case INT -> stream.readInt();
                case LONG -> stream.readLong();
                case FLOAT -> stream.readFloat();
                case DOUBLE -> stream.readDouble();
                case STRING -> stream.readString();
                case BYTES -> {
                    byte[] buffer = new byte[10];
                    yield Arrays.copyOf(buffer, stream.readBytes(buffer));
                }
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRowOfTheTableForMaps(Type written) throws Exception {
        MapMessage map = session().createMapMessage();
        map.setObject("v", written.value);
        for (MapMessage message : List.of(map, sent(map, MapMessage.class))) {
            for (Type read : Type.values()) {
                if (written.isReadableAs(read)) {
                    assertThat(read.get(message))
                            .as(written + " read as " + read)
                            .isEqualTo(written.readAs(read));
                } else {
                    assertThatThrownBy(() -> read.get(message))
                            .as(written + " read as " + read)
                            .isInstanceOf(MessageFormatException.class);
                }
            }
            assertThat(message.getObject("v")).isEqualTo(written.value);
        }
    }

    /** Each failed reading leaves the position where it was, so that the next one reads the same value. */
    @ParameterizedTest
    @EnumSource
    void aRowOfTheTableForStreams(Type written) throws Exception {
        StreamMessage stream = session().createStreamMessage();
        stream.writeObject(written.value);
        StreamMessage received = sent(stream, StreamMessage.class);
        stream.reset();
        for (StreamMessage message : List.of(stream, received)) {
            for (Type read : Type.values()) {
                if (written.isReadableAs(read)) {
                    assertThat(read.read(message))
                            .as(written + " read as " + read)
                            .isEqualTo(written.readAs(read));
                    message.reset();
                } else {
                    assertThatThrownBy(() -> read.read(message))
                            .as(written + " read as " + read)
                            .isInstanceOf(MessageFormatException.class);
                }
            }
            assertThat(message.readObject()).isEqualTo(written.value);
        }
    }

    @Test
    void theTypedSettersWriteWhatSetObjectDoes() throws Exception {
        MapMessage map = session().createMapMessage();
        map.setInt("typed", 6);
        map.setObject("object", 6);

        MapMessage received = sent(map, MapMessage.class);

        assertThat(received.getObject("typed")).isEqualTo(6).isEqualTo(received.getObject("object"));
    }

    @Test
    void aStringThatIsNoNumberIsANumberFormatExceptionAndCanBeReadAgain() throws Exception {
        Session session = session();
        MapMessage map = session.createMapMessage();
        map.setString("v", "twelve");
        StreamMessage stream = session.createStreamMessage();
        stream.writeString("twelve");
        stream.reset();
        for (Type number : List.of(Type.BYTE, Type.SHORT, Type.INT, Type.LONG, Type.FLOAT, Type.DOUBLE)) {
            assertThatThrownBy(() -> number.get(map)).isInstanceOf(NumberFormatException.class);
            assertThatThrownBy(() -> number.read(stream)).isInstanceOf(NumberFormatException.class);
        }

        assertThat(stream.readString()).isEqualTo("twelve");
    }

    @Test
    void aStringIsTrueAsBooleanValueOfSays() throws Exception {
        MapMessage map = session().createMapMessage();
        for (String value : List.of("true", "TRUE", "false", "yes", "")) {
            map.setString("v", value);
            assertThat(map.getBoolean("v")).isEqualTo(Boolean.valueOf(value));
        }
    }

    @Test
    void nullAndWhatIsNotThereAreReadAsTheTypesValueOfReadsNull() throws Exception {
        MapMessage map = session().createMapMessage();
        map.setString("v", null);
        for (MapMessage message : List.of(map, session().createMapMessage(), sent(map, MapMessage.class))) {
            assertThat(message.getBoolean("v")).isFalse();
            assertThat(message.getString("v")).isNull();
            assertThat(message.getBytes("v")).isNull();
            assertThat(message.getObject("v")).isNull();
            assertThatThrownBy(() -> message.getChar("v")).isInstanceOf(NullPointerException.class);
            for (Type number : List.of(Type.BYTE, Type.SHORT, Type.INT, Type.LONG)) {
                assertThatThrownBy(() -> number.get(message)).isInstanceOf(NumberFormatException.class);
            }
            for (Type number : List.of(Type.FLOAT, Type.DOUBLE)) {
                assertThatThrownBy(() -> number.get(message))
                        .isInstanceOfAny(NumberFormatException.class, NullPointerException.class);
            }
        }
    }

    @Test
    void nullInAStreamIsReadAsTheTypesValueOfReadsNull() throws Exception {
        StreamMessage stream = session().createStreamMessage();
        stream.writeObject(null);
        StreamMessage message = sent(stream, StreamMessage.class);
        for (Type number : List.of(Type.BYTE, Type.SHORT, Type.INT, Type.LONG)) {
            assertThatThrownBy(() -> number.read(message)).isInstanceOf(NumberFormatException.class);
        }
        for (Type number : List.of(Type.FLOAT, Type.DOUBLE)) {
            assertThatThrownBy(() -> number.read(message))
                    .isInstanceOfAny(NumberFormatException.class, NullPointerException.class);
        }
        assertThatThrownBy(message::readChar).isInstanceOf(NullPointerException.class);

        assertThat(message.readString()).isNull();
        message.reset();
        assertThat(message.readObject()).isNull();
        message.reset();
        assertThat(message.readBoolean()).isFalse();
        message.reset();
        assertThat(message.readBytes(new byte[3])).isEqualTo(-1);
    }

    @Test
    void otherObjectsAreRefused() throws Exception {
        Session session = session();
        MapMessage map = session.createMapMessage();
        StreamMessage stream = session.createStreamMessage();
        for (Object other : List.of(List.of(), new Object(), new BigDecimal(1), new int[] {1}, Instant.EPOCH)) {
            assertThatThrownBy(() -> map.setObject("v", other)).isInstanceOf(MessageFormatException.class);
            assertThatThrownBy(() -> stream.writeObject(other)).isInstanceOf(MessageFormatException.class);
        }
        JMSContext context = context();
        Queue queue = queue();
        Map<String, Object> body = new HashMap<>();
        body.put("v", List.of());
        assertThatThrownBy(() -> context.createProducer().send(queue, body))
                .isInstanceOf(MessageFormatRuntimeException.class);
    }

    @Test
    void bytesOfAStreamAreReadInPartsAndBeforeAnythingElse() throws Exception {
        StreamMessage stream = session().createStreamMessage();
        stream.writeBytes(new byte[] {1, 2, 3});
        stream.writeBytes(new byte[0]);
        stream.writeBytes(new byte[] {4, 5});
        stream.writeInt(6);
        StreamMessage message = sent(stream, StreamMessage.class);
        byte[] part = new byte[2];

        assertThat(message.readBytes(part)).isEqualTo(2);
        assertThat(part).isEqualTo(new byte[] {1, 2});
        assertThatThrownBy(message::readInt).isInstanceOf(MessageFormatException.class);
        assertThatThrownBy(message::readString).isInstanceOf(MessageFormatException.class);
        assertThat(message.readBytes(part)).isEqualTo(1);
        assertThat(part[0]).isEqualTo((byte) 3);
        assertThat(message.readBytes(part)).isZero(); // the empty array
        assertThat(message.readBytes(part)).isEqualTo(2); // it fits exactly: the end is told by the next reading
        assertThat(part).isEqualTo(new byte[] {4, 5});
        assertThat(message.readBytes(part)).isEqualTo(-1);
        assertThat(message.readInt()).isEqualTo(6);
        assertThatThrownBy(() -> message.readBytes(part)).isInstanceOf(MessageEOFException.class);
    }
}
