package io.corduroy.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Requests, each of which waits for its reply on a temporary queue. A round trip counts as one message, a reply that does not come as a lost one, one
 * that belongs to another request as out of order.
 */
final class Requests implements Load {

    private static final int REPLY_MS = 10_000;

    private final ConnectionFactory factory;
    private final Workload workload;
    private final Conductor conductor;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    Requests(ConnectionFactory factory, Workload workload, Conductor conductor) {
        this.factory = factory;
        this.workload = workload;
        this.conductor = conductor;
    }

    @Override
    public Result run() throws Exception {
        List<Connection> replying = new ArrayList<>();
        for (int i = 0; i < workload.consumers(); i++) {
            replying.add(reply());
        }
        long fromNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(workload.warmupMs());
        long endNs = fromNs + TimeUnit.MILLISECONDS.toNanos(workload.measureMs());
        List<Requester> requesters = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < workload.producers(); i++) {
            Requester requester = new Requester(i, fromNs, endNs);
            requesters.add(requester);
            threads.add(new Thread(requester, "requester-" + i));
        }
        threads.forEach(Thread::start);
        Pace.awaitNs(fromNs);
        conductor.ask(Conductor.Request.BEGIN);
        for (Thread thread : threads) {
            thread.join();
        }
        conductor.ask(Conductor.Request.END);
        for (Connection each : replying) {
            each.close();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return result(requesters, (System.nanoTime() - fromNs) / 1e9);
    }

    private static Result result(List<Requester> requesters, double seconds) {
        Histogram latencies = new Histogram(3);
        long lost = 0;
        long others = 0;
        for (Requester requester : requesters) {
            latencies.add(requester.latencies);
            lost += requester.lost;
            others += requester.others;
        }
        return new Result(latencies.getTotalCount(), seconds, lost, 0, others, latencies);
    }

    private Connection reply() throws JMSException {
        Connection connection = factory.createConnection();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = session.createProducer(null);
        producer.setDeliveryMode(workload.deliveryMode());
        session.createConsumer(session.createQueue(workload.destinationName(0))).setMessageListener(request -> {
            try {
                Message reply = session.createBytesMessage();
                reply.setJMSCorrelationID(request.getJMSCorrelationID());
                producer.send(request.getJMSReplyTo(), reply);
            } catch (JMSException | RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        });
        connection.start();
        return connection;
    }

    private final class Requester implements Runnable {
        private final int number;
        private final long fromNs;
        private final long endNs;
        private final Histogram latencies = new Histogram(3);
        private long lost;
        private long others;

        Requester(int number, long fromNs, long endNs) {
            this.number = number;
            this.fromNs = fromNs;
            this.endNs = endNs;
        }

        @Override
        public void run() {
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                connection.start();
                Queue replies = session.createTemporaryQueue();
                MessageConsumer consumer = session.createConsumer(replies);
                MessageProducer producer = session.createProducer(session.createQueue(workload.destinationName(0)));
                producer.setDeliveryMode(workload.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
                long next = 0;
                for (long nowNs = System.nanoTime(); nowNs < endNs; nowNs = System.nanoTime()) {
                    BytesMessage request = session.createBytesMessage();
                    request.writeBytes(new Letter(number, next, nowNs).body(workload.bodyBytes()));
                    request.setJMSCorrelationID(number + "/" + next);
                    request.setJMSReplyTo(replies);
                    producer.send(request);
                    Message reply = consumer.receive(REPLY_MS);
                    take(reply, number + "/" + next, nowNs);
                    next++;
                }
            } catch (JMSException | RuntimeException e) {
                failure.compareAndSet(null, e);
            }
        }

        private void take(@Nullable Message reply, String id, long sentNs) throws JMSException {
            if (reply == null) {
                lost++;
            } else if (!id.equals(reply.getJMSCorrelationID())) {
                others++;
            } else if (sentNs >= fromNs) {
                latencies.recordValue(System.nanoTime() - sentNs);
            }
        }
    }
}
