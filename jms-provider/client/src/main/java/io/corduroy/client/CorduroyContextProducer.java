package io.corduroy.client;

import io.corduroy.client.message.CorduroyMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageFormatRuntimeException;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A producer of the simplified interface: settings, properties and headers for each message, over one shared producer. */
final class CorduroyContextProducer implements JMSProducer {

    private final CorduroyContext context;
    private final CorduroySession session;
    private final CorduroyProducer producer;

    /** Holds properties and headers as a message does: same names, types and conversions. */
    private final CorduroyMessage template = new CorduroyMessage();

    private @Nullable CompletionListener listener;
    private boolean disableMessageId;
    private boolean disableTimestamp;
    private int deliveryMode = Message.DEFAULT_DELIVERY_MODE;
    private int priority = Message.DEFAULT_PRIORITY;
    private long timeToLiveMs = Message.DEFAULT_TIME_TO_LIVE;
    private long deliveryDelayMs = Message.DEFAULT_DELIVERY_DELAY;

    CorduroyContextProducer(CorduroyContext context, CorduroySession session, CorduroyProducer producer) {
        this.context = context;
        this.session = session;
        this.producer = producer;
    }

    // Sending

    @Override
    public JMSProducer send(@Nullable Destination destination, @Nullable Message message) {
        if (message == null) {
            throw new MessageFormatRuntimeException("no message given (null)");
        }
        if (destination == null) {
            throw new InvalidDestinationRuntimeException("no destination given (null)");
        }
        RuntimeExceptions.run(() -> {
            applyTo(message);
            producer.sendWith(
                    destination,
                    message,
                    new SessionSends.Terms(
                            deliveryMode == DeliveryMode.PERSISTENT, priority, timeToLiveMs, deliveryDelayMs),
                    listener);
        });
        return this;
    }

    private void applyTo(Message message) throws JMSException {
        for (Object name : Collections.list(template.getPropertyNames())) {
            String property = (String) name;
            message.setObjectProperty(property, template.getObjectProperty(property));
        }
        if (template.getJMSCorrelationID() != null) {
            message.setJMSCorrelationID(template.getJMSCorrelationID());
        }
        if (template.getJMSType() != null) {
            message.setJMSType(template.getJMSType());
        }
        if (template.getJMSReplyTo() != null) {
            message.setJMSReplyTo(template.getJMSReplyTo());
        }
    }

    @Override
    public JMSProducer send(@Nullable Destination destination, @Nullable String body) {
        return send(destination, context.createTextMessage(body));
    }

    @Override
    public JMSProducer send(@Nullable Destination destination, @Nullable Map<String, Object> body) {
        return send(destination, RuntimeExceptions.<Message>get(() -> {
            MapMessage message = session.createMapMessage();
            if (body != null) {
                for (Map.Entry<String, Object> entry : body.entrySet()) {
                    message.setObject(entry.getKey(), entry.getValue());
                }
            }
            return message;
        }));
    }

    @Override
    public JMSProducer send(@Nullable Destination destination, byte @Nullable [] body) {
        return send(destination, RuntimeExceptions.<Message>get(() -> {
            BytesMessage message = session.createBytesMessage();
            if (body != null) {
                message.writeBytes(body);
            }
            return message;
        }));
    }

    @Override
    public JMSProducer send(@Nullable Destination destination, @Nullable Serializable body) {
        return send(destination, (Message) context.createObjectMessage(body));
    }

    // Settings

    @Override
    public JMSProducer setDisableMessageID(boolean value) {
        disableMessageId = value;
        return this;
    }

    @Override
    public boolean getDisableMessageID() {
        return disableMessageId;
    }

    @Override
    public JMSProducer setDisableMessageTimestamp(boolean value) {
        disableTimestamp = value;
        return this;
    }

    @Override
    public boolean getDisableMessageTimestamp() {
        return disableTimestamp;
    }

    @Override
    public JMSProducer setDeliveryMode(int mode) {
        RuntimeExceptions.run(() -> CorduroyProducer.requireDeliveryMode(mode));
        deliveryMode = mode;
        return this;
    }

    @Override
    public int getDeliveryMode() {
        return deliveryMode;
    }

    @Override
    public JMSProducer setPriority(int newPriority) {
        RuntimeExceptions.run(() -> CorduroyProducer.requirePriority(newPriority));
        priority = newPriority;
        return this;
    }

    @Override
    public int getPriority() {
        return priority;
    }

    @Override
    public JMSProducer setTimeToLive(long newTimeToLiveMs) {
        RuntimeExceptions.run(() -> CorduroyProducer.requireTimeToLive(newTimeToLiveMs));
        timeToLiveMs = newTimeToLiveMs;
        return this;
    }

    @Override
    public long getTimeToLive() {
        return timeToLiveMs;
    }

    @Override
    public JMSProducer setDeliveryDelay(long newDeliveryDelayMs) {
        RuntimeExceptions.run(() -> CorduroyProducer.requireDeliveryDelay(newDeliveryDelayMs));
        deliveryDelayMs = newDeliveryDelayMs;
        return this;
    }

    @Override
    public long getDeliveryDelay() {
        return deliveryDelayMs;
    }

    @Override
    public JMSProducer setAsync(@Nullable CompletionListener newListener) {
        listener = newListener;
        return this;
    }

    @Override
    public @Nullable CompletionListener getAsync() {
        return listener;
    }

    // Properties

    @Override
    public JMSProducer clearProperties() {
        template.clearProperties();
        return this;
    }

    @Override
    public boolean propertyExists(String name) {
        return template.propertyExists(name);
    }

    @Override
    public Set<String> getPropertyNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Object name : Collections.list(template.getPropertyNames())) {
            names.add((String) name);
        }
        return Collections.unmodifiableSet(names);
    }

    private JMSProducer set(RuntimeExceptions.Action setter) {
        RuntimeExceptions.run(setter);
        return this;
    }

    @Override
    public JMSProducer setProperty(String name, boolean value) {
        return set(() -> template.setBooleanProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, byte value) {
        return set(() -> template.setByteProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, short value) {
        return set(() -> template.setShortProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, int value) {
        return set(() -> template.setIntProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, long value) {
        return set(() -> template.setLongProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, float value) {
        return set(() -> template.setFloatProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, double value) {
        return set(() -> template.setDoubleProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable String value) {
        return set(() -> template.setStringProperty(name, value));
    }

    @Override
    public JMSProducer setProperty(String name, @Nullable Object value) {
        return set(() -> template.setObjectProperty(name, value));
    }

    @Override
    public boolean getBooleanProperty(String name) {
        return RuntimeExceptions.get(() -> template.getBooleanProperty(name));
    }

    @Override
    public byte getByteProperty(String name) {
        return RuntimeExceptions.get(() -> template.getByteProperty(name));
    }

    @Override
    public short getShortProperty(String name) {
        return RuntimeExceptions.get(() -> template.getShortProperty(name));
    }

    @Override
    public int getIntProperty(String name) {
        return RuntimeExceptions.get(() -> template.getIntProperty(name));
    }

    @Override
    public long getLongProperty(String name) {
        return RuntimeExceptions.get(() -> template.getLongProperty(name));
    }

    @Override
    public float getFloatProperty(String name) {
        return RuntimeExceptions.get(() -> template.getFloatProperty(name));
    }

    @Override
    public double getDoubleProperty(String name) {
        return RuntimeExceptions.get(() -> template.getDoubleProperty(name));
    }

    @Override
    public @Nullable String getStringProperty(String name) {
        return RuntimeExceptions.<String>find(() -> template.getStringProperty(name));
    }

    @Override
    public @Nullable Object getObjectProperty(String name) {
        return RuntimeExceptions.<Object>find(() -> template.getObjectProperty(name));
    }

    // Headers

    @Override
    public JMSProducer setJMSCorrelationIDAsBytes(byte @Nullable [] id) {
        return set(() -> template.setJMSCorrelationIDAsBytes(id));
    }

    @Override
    public byte @Nullable [] getJMSCorrelationIDAsBytes() {
        return template.getJMSCorrelationIDAsBytes();
    }

    @Override
    public JMSProducer setJMSCorrelationID(@Nullable String id) {
        return set(() -> template.setJMSCorrelationID(id));
    }

    @Override
    public @Nullable String getJMSCorrelationID() {
        return template.getJMSCorrelationID();
    }

    @Override
    public JMSProducer setJMSType(@Nullable String type) {
        return set(() -> template.setJMSType(type));
    }

    @Override
    public @Nullable String getJMSType() {
        return template.getJMSType();
    }

    @Override
    public JMSProducer setJMSReplyTo(@Nullable Destination replyTo) {
        return set(() -> template.setJMSReplyTo(replyTo));
    }

    @Override
    public @Nullable Destination getJMSReplyTo() {
        return template.getJMSReplyTo();
    }
}
