package io.corduroy.scale;

import static io.corduroy.scale.Stage.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.corduroy.client.CorduroyXAConnectionFactory;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.XAConnection;
import jakarta.jms.XASession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Branches of global transactions on a disk that is full: what is prepared can be committed and rolled back, what consumes can be
 * prepared, what sends is refused and undone, and nothing of it depends on whether the server lives.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiskFullBranchesTest {
    private static final int DISK_MIB = 160;
    private static final int BODY_BYTES = 64 << 10;

    /** One branch per transaction. */
    private record Name(String name) implements Xid {
        @Override
        public int getFormatId() {
            return 7;
        }

        @Override
        public byte[] getGlobalTransactionId() {
            return name.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] getBranchQualifier() {
            return new byte[] {1};
        }
    }

    @Test
    void whatIsPreparedIsDecidedAndWhatConsumesGoesOn() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(DISK_MIB);
                Stage stage = new Stage(
                        disk.directory.resolve("node"),
                        List.of("-Xmx256m"),
                        "log.segment-size=8MiB",
                        "log.checkpoint-bytes=8MiB",
                        "delivery.grace-period=1s",
                        "node.partitions=2")) {
            Files.createDirectories(stage.directory);
            stage.server.start();
            sendAll(stage, List.of("to commit", "to roll back", "to commit later", "to refuse", "to consume"));
            try (XAConnection connection = factory(stage).createXAConnection()) {
                connection.start();
                XASession session = connection.createXASession();
                work(session, "committed", "to commit", true);
                work(session, "undone", "to roll back", true);
                work(session, "survivor", "to commit later", true);
                for (String name : List.of("committed", "undone", "survivor")) {
                    assertThat(session.getXAResource().prepare(new Name(name))).isEqualTo(XAResource.XA_OK);
                }
                disk.takeAll();
                fill(stage);

                session.getXAResource().commit(new Name("committed"), false);
                session.getXAResource().rollback(new Name("undone"));
                say("a prepared branch was committed, and one rolled back, on the full disk");

                work(session, "refused", "to refuse", true);
                XAException no = catchThrowableOfType(
                        XAException.class, () -> session.getXAResource().prepare(new Name("refused")));
                assertThat(no).hasMessageContaining("full");
                assertThat(no.errorCode).isBetween(XAException.XA_RBBASE, XAException.XA_RBEND);

                work(session, "consumed", "to consume", false);
                assertThat(session.getXAResource().prepare(new Name("consumed")))
                        .isEqualTo(XAResource.XA_OK);
                session.getXAResource().commit(new Name("consumed"), false);
            }
            stage.server.kill();
            say("started on the full disk in %d ms", stage.server.start());
            try (XAConnection connection = factory(stage).createXAConnection()) {
                XAResource recovering = connection.createXASession().getXAResource();
                assertThat(recovering.recover(XAResource.TMSTARTRSCAN | XAResource.TMENDRSCAN))
                        .hasSize(1);
                recovering.commit(new Name("survivor"), false);
                assertThat(recovering.recover(XAResource.TMSTARTRSCAN)).isEmpty();
            }

            assertThat(rest(stage, "work", 2)).containsExactlyInAnyOrder("to roll back", "to refuse");
            assertThat(rest(stage, "done", 2)).containsExactlyInAnyOrder("to commit", "to commit later");
            stage.passed();
        }
    }

    private static CorduroyXAConnectionFactory factory(Stage stage) {
        return new CorduroyXAConnectionFactory(stage.server.url());
    }

    private static void sendAll(Stage stage, List<String> works) throws JMSException {
        try (var connection = stage.factory().createConnection();
                Session session = connection.createSession()) {
            for (String work : works) {
                Message message = session.createMessage();
                message.setStringProperty("work", work);
                session.createProducer(session.createQueue("work")).send(message);
            }
        }
    }

    /** Receives a message in a branch, and sends what is done with it. */
    private static void work(XASession session, String branch, String work, boolean sends) throws Exception {
        XAResource resource = session.getXAResource();
        resource.start(new Name(branch), XAResource.TMNOFLAGS);
        try (MessageConsumer consumer = session.createConsumer(session.createQueue("work"), "work = '" + work + "'")) {
            assertThat(consumer.receive(30_000)).as(work).isNotNull();
        }
        if (sends) {
            BytesMessage done = session.createBytesMessage();
            done.setStringProperty("work", work);
            done.writeBytes(new byte[BODY_BYTES]);
            session.createProducer(session.createQueue("done")).send(done);
        }
        resource.end(new Name(branch), XAResource.TMSUCCESS);
    }

    private static void fill(Stage stage) {
        JMSException full = null;
        for (String name : List.of("ballast", "ballast2", "ballast3", "done", "work")) {
            full = catchThrowableOfType(JMSException.class, () -> fill(stage, name));
        }
        assertThat(full).hasMessageContaining("full");
    }

    private static void fill(Stage stage, String queue) throws JMSException {
        try (var connection = stage.factory().createConnection();
                Session session = connection.createSession()) {
            Queue to = session.createQueue(queue);
            for (int i = 0; i < DISK_MIB * 16; i++) {
                BytesMessage message = session.createBytesMessage();
                message.setStringProperty("work", "none");
                message.writeBytes(new byte[BODY_BYTES]);
                session.createProducer(to).send(message);
            }
        }
    }

    /** What is left of the works in a queue, which come when the clients that had them are given up. */
    private static List<String> rest(Stage stage, String queue, int expected) throws JMSException {
        List<String> works = new ArrayList<>();
        try (var connection = stage.factory().createConnection();
                Session session = connection.createSession();
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue), "work <> 'none'")) {
            connection.start();
            Message next = consumer.receive(30_000);
            while (next != null) {
                works.add(next.getStringProperty("work"));
                next = consumer.receive(works.size() < expected ? 30_000 : 100);
            }
        }
        return works;
    }
}
