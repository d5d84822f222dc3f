package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

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

    @Test
    void leavesWhatCannotBeReadToItsConsumers() {
        ByteBuffer noMessage = ByteBuffer.wrap(new byte[] {(byte) 0x40, 0x7f});

        assertThat(SenderCheck.complaint(ALICE, noMessage)).isNull();
    }
}
