package io.corduroy.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message as a row: headers that are set, properties, and the body as far as it is text. */
final class MessageRow {

    static final List<String> COLUMNS = List.of(
            "id",
            "timestamp",
            "priority",
            "persistent",
            "deliveries",
            "expires",
            "correlation",
            "type",
            "properties",
            "body");

    private static final int EXCERPT = 60;
    private static final int MAX_BYTES_SHOWN = 1 << 20;

    private MessageRow() {}

    static Map<String, String> of(Message message, boolean whole) throws JMSException {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("id", text(message.getJMSMessageID()));
        row.put("timestamp", time(message.getJMSTimestamp()));
        row.put("priority", String.valueOf(message.getJMSPriority()));
        row.put("persistent", String.valueOf(message.getJMSDeliveryMode() == DeliveryMode.PERSISTENT));
        row.put("deliveries", deliveries(message));
        row.put("expires", time(message.getJMSExpiration()));
        row.put("correlation", text(message.getJMSCorrelationID()));
        row.put("type", text(message.getJMSType()));
        row.put("properties", properties(message));
        String body = body(message);
        row.put("body", whole ? body : excerpt(body));
        return row;
    }

    /** The body for people and pipes: text as it is, bytes as text if they are UTF-8, else in base 64. */
    static String body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text(text.getText());
        }
        if (message instanceof BytesMessage bytes) {
            return bytesBody(bytes);
        }
        if (message instanceof MapMessage map) {
            return mapBody(map);
        }
        if (message instanceof StreamMessage) {
            return "(a stream)";
        }
        if (message instanceof ObjectMessage) {
            return "(an object)"; // reading it would run the sender's code here
        }
        return "";
    }

    private static String bytesBody(BytesMessage message) throws JMSException {
        if (message.getBodyLength() > MAX_BYTES_SHOWN) {
            return "(" + message.getBodyLength() + " bytes)";
        }
        byte[] bytes = new byte[(int) message.getBodyLength()];
        message.reset();
        message.readBytes(bytes);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return "base64:" + Base64.getEncoder().encodeToString(bytes); // not text, which is no error
        }
    }

    private static String mapBody(MapMessage message) throws JMSException {
        List<String> entries = new ArrayList<>();
        for (Object key : list(message.getMapNames())) {
            Object value = message.getObject(key.toString());
            entries.add(key + "=" + (value instanceof byte[] bytes ? "(" + bytes.length + " bytes)" : value));
        }
        return String.join(", ", entries);
    }

    private static String properties(Message message) throws JMSException {
        List<String> properties = new ArrayList<>();
        for (Object name : list(message.getPropertyNames())) {
            if (!name.equals("JMSXDeliveryCount")) {
                properties.add(name + "=" + message.getObjectProperty(name.toString()));
            }
        }
        Collections.sort(properties);
        return String.join(", ", properties);
    }

    private static String deliveries(Message message) throws JMSException {
        return message.propertyExists("JMSXDeliveryCount")
                ? String.valueOf(message.getIntProperty("JMSXDeliveryCount"))
                : "";
    }

    private static List<?> list(Enumeration<?> names) {
        return Collections.list(names);
    }

    private static String excerpt(String body) {
        String line = body.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= EXCERPT ? line : line.substring(0, EXCERPT - 1) + "…";
    }

    private static String time(long ms) {
        return ms == 0 ? "" : Instant.ofEpochMilli(ms).toString();
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
