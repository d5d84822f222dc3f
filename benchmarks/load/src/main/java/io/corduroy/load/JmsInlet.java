package io.corduroy.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Listeners on one connection and one session. */
final class JmsInlet implements Provider.Inlet, MessageListener {

    private final Workload workload;
    private final Provider.Arrivals arrivals;
    private final Connection connection;
    private int unacknowledged;

    JmsInlet(ConnectionFactory factory, Workload workload, int number, Provider.Arrivals arrivals) throws JMSException {
        this.workload = workload;
        this.arrivals = arrivals;
        this.connection = factory.createConnection();
        if (workload.destination() == Workload.Kind.DURABLE) {
            connection.setClientID("load-" + number);
        }
        Session session = connection.createSession(
                false, workload.acknowledgeEvery() == 0 ? Session.AUTO_ACKNOWLEDGE : Session.CLIENT_ACKNOWLEDGE);
        for (int destination : workload.destinationsOfConsumer(number)) {
            consumer(session, workload.destinationName(destination), number).setMessageListener(this);
        }
    }

    private MessageConsumer consumer(Session session, String name, int number) throws JMSException {
        if (workload.destination() == Workload.Kind.QUEUE) {
            return session.createConsumer(
                    session.createQueue(name),
                    workload.shares() == 0 ? null : JmsProvider.SHARE + " = " + JmsProvider.WANTED);
        }
        Topic topic = session.createTopic(name);
        return workload.destination() == Workload.Kind.TOPIC
                ? session.createConsumer(topic)
                : session.createDurableConsumer(topic, "subscription-" + number + "-" + name);
    }

    @Override
    public void start() throws JMSException {
        connection.start();
    }

    @Override
    public void onMessage(@Nullable Message message) {
        try {
            BytesMessage received = (BytesMessage) Objects.requireNonNull(message);
            arrivals.arrived(JmsProvider.letter(received), received.getJMSRedelivered());
            if (workload.acknowledgeEvery() > 0 && ++unacknowledged == workload.acknowledgeEvery()) {
                unacknowledged = 0;
                received.acknowledge();
            }
        } catch (Exception e) {
            arrivals.failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            connection.close();
        } catch (JMSException e) {
            throw new IOException(e);
        }
    }
}
