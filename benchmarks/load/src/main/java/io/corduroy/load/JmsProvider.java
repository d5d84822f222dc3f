package io.corduroy.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;

/** Any provider of Jakarta Messaging: all that is used is in the specification. */
public class JmsProvider implements Provider {

    /** Name of the property that says of each message which of so many it is, for selectors. */
    static final String SHARE = "share";

    /** The share that is asked for. */
    static final int WANTED = 7;

    private final ConnectionFactory factory;

    /** One that makes its connections with this factory. */
    public JmsProvider(ConnectionFactory factory) {
        this.factory = factory;
    }

    final ConnectionFactory factory() {
        return factory;
    }

    @Override
    public Outlet outlet(Workload workload, int number) throws JMSException {
        return new JmsOutlet(this, workload, number);
    }

    @Override
    public Inlet inlet(Workload workload, int number, Arrivals arrivals) throws JMSException {
        return new JmsInlet(factory, workload, number, arrivals);
    }

    /** Sends without waiting; for a provider that calls it otherwise. The listener is called when the message is confirmed. */
    protected void sendWithoutWaiting(
            MessageProducer producer, Destination to, Message message, CompletionListener listener)
            throws JMSException {
        producer.send(to, message, listener);
    }

    static Letter letter(BytesMessage message) throws JMSException {
        byte[] header = new byte[Letter.HEADER_BYTES];
        if (message.readBytes(header) < header.length) {
            throw new IllegalArgumentException("a message of " + message.getBodyLength() + " bytes is none of ours");
        }
        return Letter.of(header);
    }
}
