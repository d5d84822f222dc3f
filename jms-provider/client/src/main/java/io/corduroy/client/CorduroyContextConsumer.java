package io.corduroy.client;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatRuntimeException;
import jakarta.jms.MessageListener;
import org.jspecify.annotations.Nullable;

/** A consumer of the simplified interface. */
final class CorduroyContextConsumer implements JMSConsumer {

    private final CorduroyConsumer consumer;

    CorduroyContextConsumer(MessageConsumer consumer) {
        this.consumer = (CorduroyConsumer) consumer;
    }

    @Override
    public @Nullable String getMessageSelector() {
        return RuntimeExceptions.<String>find(consumer::getMessageSelector);
    }

    @Override
    public @Nullable MessageListener getMessageListener() {
        return RuntimeExceptions.<MessageListener>find(consumer::getMessageListener);
    }

    @Override
    public void setMessageListener(@Nullable MessageListener listener) {
        RuntimeExceptions.run(() -> consumer.setMessageListener(listener));
    }

    @Override
    public @Nullable Message receive() {
        return RuntimeExceptions.<Message>find(consumer::receive);
    }

    @Override
    public @Nullable Message receive(long timeoutMs) {
        return RuntimeExceptions.<Message>find(() -> consumer.receive(timeoutMs));
    }

    @Override
    public @Nullable Message receiveNoWait() {
        return RuntimeExceptions.<Message>find(consumer::receiveNoWait);
    }

    @Override
    public void close() {
        RuntimeExceptions.run(consumer::close);
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type) {
        return bodyWithin(0, type);
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type, long timeoutMs) {
        return bodyWithin(Math.max(0, timeoutMs), type);
    }

    @Override
    public <T> @Nullable T receiveBodyNoWait(Class<T> type) {
        return bodyWithin(-1, type);
    }

    /** Where messages are not acknowledged by themselves, one whose body cannot be had as that type has been received (8.6). */
    private <T> @Nullable T bodyWithin(long timeoutMs, Class<T> type) {
        try {
            Message message = consumer.receiveWithin(timeoutMs, received -> hasBodyOf(received, type));
            if (message == null) {
                return null;
            }
            if (!hasBodyOf(message, type)) {
                throw new MessageFormatRuntimeException("the body of the message is none, or not of " + type.getName());
            }
            return message.getBody(type);
        } catch (JMSException e) {
            throw RuntimeExceptions.of(e);
        }
    }

    private static boolean hasBodyOf(Message message, Class<?> type) throws JMSException {
        return message.isBodyAssignableTo(type) && message.getBody(type) != null;
    }
}
