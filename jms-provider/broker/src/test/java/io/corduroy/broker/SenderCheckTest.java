package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class SenderCheckTest {
    private static final ClientInfo ALICE = new ClientInfo(true, "", "alice");
    private static final ClientInfo NOBODY = new ClientInfo(true, "", "");

    private static ByteBuffer from(String user) {
        return MessageEncoder.encode(new MessageFields()
                .property("colour", "brown")
                .property("JMSXUserID", user)
                .text("hello"));
    }

    private static ByteBuffer ofNobody() {
        return MessageEncoder.encode(new MessageFields().property("colour", "brown"));
    }

    @Test
    void takesAMessageInTheNameOfItsSender() {
        assertThat(SenderCheck.complaint(ALICE, from("alice"))).isNull();
    }

    @Test
    void takesAMessageThatNamesNobody() {
        assertThat(SenderCheck.complaint(ALICE, ofNobody())).isNull();
        assertThat(SenderCheck.complaint(NOBODY, ofNobody())).isNull();
    }

    @Test
    void refusesAMessageInTheNameOfSomebodyElse() {
        assertThat(SenderCheck.complaint(ALICE, from("bob"))).contains("\"bob\"", "\"alice\"");
        assertThat(SenderCheck.complaint(ALICE, from(""))).isNotNull();
        assertThat(SenderCheck.complaint(NOBODY, from("alice"))).contains("nobody");
        assertThat(SenderCheck.complaint(NOBODY, from(""))).contains("nobody");
    }

    @Test
    void refusesANameThatIsNoText() {
        ByteBuffer message = MessageEncoder.encode(new MessageFields().property("JMSXUserID", null));

        assertThat(SenderCheck.complaint(ALICE, message)).isNotNull();
    }

    @Test
    void refusesAMessageThatNamesNobodyIfItHasTo() {
        ClientInfo strict = new ClientInfo(true, "", "alice", true);

        assertThat(SenderCheck.complaint(strict, ofNobody())).contains("login.populate-user-id");
        assertThat(SenderCheck.complaint(strict, from("alice"))).isNull();
    }

    private static ServerFrame send(TestPartition partition, TestClient client, String user) {
        int queue = client.open(TestClient.ORDERS);
        long producer = client.producer(1);
        client.received.clear();
        client.tell(client.message(producer, client.nextSequence(producer), queue, 0, true, 4, from(user)));
        partition.settle();
        return client.received.get(0);
    }

    @Test
    void aPartitionRefusesASendInAnotherName() {
        TestPartition partition = new TestPartition();
        TestClient client = TestClient.attached(partition);

        assertThat(send(partition, client, "alice"))
                .isInstanceOfSatisfying(
                        ServerFrame.SendRejected.class,
                        rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT));
    }

    @Test
    void whoComesBackAfterARestartIsKnownAgain() {
        TestPartition partition = new TestPartition();
        TestClient client = new TestClient(partition);
        client.user = "alice";
        client.attach();
        partition.crash();
        client.attach();

        assertThat(send(partition, client, "alice")).isInstanceOf(ServerFrame.SendConfirmed.class);
        assertThat(send(partition, client, "bob")).isInstanceOf(ServerFrame.SendRejected.class);
    }

    @Test
    void leavesWhatCannotBeReadToItsConsumers() {
        ByteBuffer noMessage = ByteBuffer.wrap(new byte[] {(byte) 0x40, 0x7f});

        assertThat(SenderCheck.complaint(ALICE, noMessage)).isNull();
    }
}
