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
        return bodyOf(() -> consumer.receive(), type);
    }

    @Override
    public <T> @Nullable T receiveBody(Class<T> type, long timeoutMs) {
        return bodyOf(() -> consumer.receive(timeoutMs), type);
    }

    @Override
    public <T> @Nullable T receiveBodyNoWait(Class<T> type) {
        return bodyOf(() -> consumer.receiveNoWait(), type);
    }

    private interface Receive {
        @Nullable
        Message message() throws JMSException;
    }

    /** A message whose body cannot be had as that type counts as delivered (2.9.2.2), and is said to be refused. */
    private static <T> @Nullable T bodyOf(Receive receive, Class<T> type) {
        try {
            Message message = receive.message();
            if (message == null) {
                return null;
            }
            if (!message.isBodyAssignableTo(type)) {
                throw new MessageFormatRuntimeException("the body of the message cannot be had as " + type.getName());
            }
            T body = message.getBody(type);
            if (body == null) {
                throw new MessageFormatRuntimeException(
                        "the message has no body that could be had as " + type.getName());
            }
            return body;
        } catch (JMSException e) {
            throw RuntimeExceptions.of(e);
        }
    }
}
