package io.corduroy.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.conformance.Broker.Reach;
import io.corduroy.conformance.container.BranchName;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XASession;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.transaction.xa.XAResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Corduroy adds to messages holds in branches too: large ones that travel in pieces, and groups that stay with their holder. */
@ParameterizedClass(name = "{0}")
@EnumSource(Reach.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@SuppressWarnings("NullAway.Init") // made before each test
class WorkInBranchesTest {

    private static final int PARTITIONS = 3;
    private static final long WAIT_MS = 10_000;
    private static final byte[] BODY = new byte[5_000_001];

    static {
        new Random(1).nextBytes(BODY);
    }

    @Parameter
    Reach reach;

    private final BranchName branch = BranchName.next();
    private Broker broker;
    private Session ordinary;
    private XASession session;
    private XAResource resource;
    private Queue queue;

    @BeforeEach
    void connect() throws Exception {
        broker = Broker.reached(reach, PARTITIONS);
        ordinary = broker.connect().createSession();
        session = broker.connectXA().createXASession();
        resource = session.getXAResource();
        queue = session.createQueue("orders");
    }

    @AfterEach
    void close() throws JMSException {
        broker.close();
    }

    // Large messages

    private void sendLarge(boolean streamed) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        if (streamed) {
            message.setObjectProperty("JMS_CORDUROY_InputStream", new ByteArrayInputStream(BODY));
        } else {
            message.writeBytes(BODY);
        }
        session.createProducer(queue).send(message);
    }

    @Test
    void aLargeMessageIsThereWithTheCommit() throws Exception {
        MessageConsumer consumer = ordinary.createConsumer(queue);
        for (boolean streamed : new boolean[] {false, true}) {
            BranchName each = BranchName.next();
            resource.start(each, XAResource.TMNOFLAGS);
            sendLarge(streamed);
            resource.end(each, XAResource.TMSUCCESS);
            resource.prepare(each);
            assertThat(consumer.receiveNoWait()).isNull();

            resource.commit(each, false);

            assertThat(consumer.receive(WAIT_MS).getBody(byte[].class)).isEqualTo(BODY);
        }
    }

    @Test
    void oneThatIsRolledBackLeavesNothing() throws Exception {
        resource.start(branch, XAResource.TMNOFLAGS);
        sendLarge(false);
        sendLarge(true);
        resource.end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);
        resource.rollback(branch);

        Broker.send(ordinary, queue, "next");

        assertThat(Broker.text(ordinary.createConsumer(queue).receive(WAIT_MS))).isEqualTo("next");
    }

    @Test
    void oneThatWasReceivedComesAgainWhole() throws Exception {
        BytesMessage sent = ordinary.createBytesMessage();
        sent.writeBytes(BODY);
        ordinary.createProducer(queue).send(sent);
        resource.start(branch, XAResource.TMNOFLAGS);
        MessageConsumer consumer = session.createConsumer(queue);
        assertThat(consumer.receive(WAIT_MS).getBody(byte[].class)).isEqualTo(BODY);
        resource.end(branch, XAResource.TMSUCCESS);
        resource.prepare(branch);

        resource.rollback(branch);

        consumer.close();
        Message again = ordinary.createConsumer(queue).receive(WAIT_MS);
        assertThat(again.getJMSRedelivered()).isTrue();
        assertThat(again.getBody(byte[].class)).isEqualTo(BODY);
    }

    // Groups

    private void sendOfGroup(String... texts) throws JMSException {
        for (String text : texts) {
            TextMessage message = ordinary.createTextMessage(text);
            message.setStringProperty("JMSXGroupID", "g");
            ordinary.createProducer(queue).send(message);
        }
    }

    /** Consumes the first message of the group in a branch, and leaves the rest to another consumer. */
    private MessageConsumer leaveTheGroupUndecided(boolean prepare) throws Exception {
        sendOfGroup("1", "2", "3");
        resource.start(branch, XAResource.TMNOFLAGS);
        MessageConsumer holder = session.createConsumer(queue);
        assertThat(Broker.text(holder.receive(WAIT_MS))).isEqualTo("1");
        resource.end(branch, XAResource.TMSUCCESS);
        if (prepare) {
            resource.prepare(branch);
        }
        holder.close();
        MessageConsumer other = ordinary.createConsumer(queue);
        Broker.send(ordinary, queue, "of no group");
        assertThat(Broker.text(other.receive(WAIT_MS))).isEqualTo("of no group");
        assertThat(other.receiveNoWait()).isNull();
        return other;
    }

    private static List<String> texts(MessageConsumer consumer, int count) throws JMSException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(Broker.text(consumer.receive(WAIT_MS)));
        }
        return texts;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aGroupIsWithNobodyElseUntilTheBranchIsRolledBackAndComesInOrder(boolean prepared) throws Exception {
        MessageConsumer other = leaveTheGroupUndecided(prepared);

        resource.rollback(branch);

        assertThat(texts(other, 3)).containsExactly("1", "2", "3");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void norUntilItIsCommitted(boolean prepared) throws Exception {
        MessageConsumer other = leaveTheGroupUndecided(prepared);

        resource.commit(branch, !prepared);

        assertThat(texts(other, 2)).containsExactly("2", "3");
    }
}
