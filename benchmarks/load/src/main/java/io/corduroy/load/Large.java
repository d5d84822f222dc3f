package io.corduroy.load;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.HdrHistogram.Histogram;

/**
 * A message of any length, sent from a file and saved to a file, one at a time, through the stream properties that a provider has for it. The heap of the
 * driver's VM says that nobody holds it in memory. A message counts with its bytes in MiB, and as lost if the file is another one.
 */
final class Large implements Load {

    private static final int MIB = 1 << 20;
    private static final int RECEIVE_MS = 300_000;
    private static final long SEED = 42;

    private final ConnectionFactory factory;
    private final Workload workload;
    private final Conductor conductor;

    Large(ConnectionFactory factory, Workload workload, Conductor conductor) {
        this.factory = factory;
        this.workload = workload;
        this.conductor = conductor;
    }

    @Override
    public Result run() throws Exception {
        Path in = Files.createTempFile("large", ".in");
        Path out = Files.createTempFile("large", ".out");
        try {
            long sum = write(in);
            conductor.ask(Conductor.Request.BEGIN);
            Histogram latencies = new Histogram(3);
            long fromNs = System.nanoTime();
            send(in);
            receive(out);
            long tookNs = System.nanoTime() - fromNs;
            conductor.ask(Conductor.Request.END);
            latencies.recordValue(tookNs);
            return new Result(workload.bodyBytes() / MIB, tookNs / 1e9, sumOf(out) == sum ? 0 : 1, 0, 0, latencies);
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    private void send(Path file) throws JMSException, IOException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                InputStream body = new BufferedInputStream(Files.newInputStream(file), MIB)) {
            MessageProducer producer = session.createProducer(session.createQueue(workload.destinationName(0)));
            producer.setDeliveryMode(workload.deliveryMode());
            BytesMessage message = session.createBytesMessage();
            message.setObjectProperty(workload.inputProperty(), body);
            producer.send(message);
        }
    }

    private void receive(Path file) throws JMSException, IOException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
                OutputStream body = new BufferedOutputStream(Files.newOutputStream(file), MIB)) {
            connection.start();
            MessageConsumer consumer = session.createConsumer(session.createQueue(workload.destinationName(0)));
            BytesMessage message = (BytesMessage) consumer.receive(RECEIVE_MS);
            if (message == null) {
                throw new IOException("nothing has come in " + TimeUnit.MILLISECONDS.toSeconds(RECEIVE_MS) + " s");
            }
            message.setObjectProperty(workload.saveProperty(), body);
            message.acknowledge();
        }
    }

    /** Bytes that no one can compress; returns their sum. */
    private long write(Path file) throws IOException {
        Random random = new Random(SEED);
        byte[] block = new byte[MIB];
        CRC32C sum = new CRC32C();
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = workload.bodyBytes(); left > 0; left -= MIB) {
                random.nextBytes(block);
                int length = (int) Math.min(MIB, left);
                out.write(block, 0, length);
                sum.update(block, 0, length);
            }
        }
        return sum.getValue();
    }

    private static long sumOf(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), sum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return sum.getValue();
    }
}
