package io.corduroy.faults;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.BufferedInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An application that sends a file as one message, or receives one into a file: {@code send|receive URL QUEUE FILE}. It says
 * {@code connected} when it begins, {@code read N/8} as it reads, and {@code done MILLISECONDS} at the end.
 */
public final class LargeFileClient {

    private static final int PARTS = 8;

    private LargeFileClient() {}

    /**
     * Runs in a process of its own.
     *
     * @param args what to do, URL, queue, file
     * @throws Exception if it could not be done
     */
    public static void main(String[] args) throws Exception {
        try (Connection connection = new CorduroyConnectionFactory(args[1]).createConnection();
                Session session = connection.createSession(Session.CLIENT_ACKNOWLEDGE)) {
            connection.start();
            System.out.println("connected");
            long startNs = System.nanoTime();
            Path file = Path.of(args[3]);
            if (args[0].equals("send")) {
                send(session, args[2], file);
            } else {
                receive(session, args[2], file);
            }
            System.out.println("done " + (System.nanoTime() - startNs) / 1_000_000);
        }
    }

    private static void send(Session session, String queue, Path file) throws JMSException, IOException {
        try (InputStream in = new Progress(new BufferedInputStream(Files.newInputStream(file)), Files.size(file))) {
            BytesMessage message = session.createBytesMessage();
            message.setObjectProperty("JMS_CORDUROY_InputStream", in);
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }

    private static void receive(Session session, String queue, Path file) throws JMSException, IOException {
        BytesMessage message = (BytesMessage)
                session.createConsumer(session.createQueue(queue)).receive();
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            message.setObjectProperty("JMS_CORDUROY_SaveStream", out);
            out.getFD().sync();
        }
        message.acknowledge();
    }

    /** Says how far it has been read. */
    private static final class Progress extends FilterInputStream {
        private final long total;
        private long read;

        Progress(InputStream in, long total) {
            super(in);
            this.total = total;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            long before = read * PARTS / total;
            read += Math.max(0, count);
            if (read * PARTS / total > before) {
                System.out.println("read " + read * PARTS / total + "/" + PARTS);
            }
            return count;
        }
    }
}
