package io.corduroy.contender;

import io.corduroy.load.JmsProvider;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.ActiveMQMessageProducer;
import org.apache.activemq.AsyncCallback;

/** Its client as it is; only that it refuses a {@link CompletionListener} and has a callback of its own instead. */
public final class ClassicProvider extends JmsProvider {

    /** Connects to a URL. */
    public ClassicProvider(String url) {
        super(new ActiveMQConnectionFactory(url));
    }

    @Override
    protected void sendWithoutWaiting(
            MessageProducer producer, Destination to, Message message, CompletionListener listener)
            throws JMSException {
        ((ActiveMQMessageProducer) producer).send(to, message, new AsyncCallback() {
            @Override
            public void onSuccess() {
                listener.onCompletion(message);
            }

            @Override
            public void onException(JMSException exception) {
                listener.onException(message, exception);
            }
        });
    }
}
