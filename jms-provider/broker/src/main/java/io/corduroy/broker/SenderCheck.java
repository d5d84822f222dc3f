package io.corduroy.broker;

import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import io.corduroy.protocol.message.SenderProperties;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Nobody sends in another one's name: JMSXUserID of a message is the user that the server let in, or is not there. Clients
 * write it, being told who they are by Welcome; so a message stays the bytes that were sent.
 */
final class SenderCheck {

    private SenderCheck() {}

    /** What is wrong about the JMSXUserID of a message, null if nothing is. */
    static @Nullable String complaint(ClientInfo client, ByteBuffer message) {
        EncodedMessage view = EncodedMessage.of(message);
        boolean present;
        Object said;
        try {
            present = view.hasProperty(SenderProperties.USER_ID);
            said = present ? view.property(SenderProperties.USER_ID) : null;
        } catch (MalformedMessageException e) {
            present = false; // no consumer can read it either
            said = null;
        }
        if (!present) {
            return client.userIdRequired()
                    ? "this server wants the sender in each message (login.populate-user-id): use a client that writes "
                            + SenderProperties.USER_ID
                    : null;
        }
        boolean isSender = !client.user().isEmpty() && client.user().equals(said);
        return isSender
                ? null
                : SenderProperties.USER_ID + " is \"" + said + "\", but the sender is "
                        + (client.user().isEmpty() ? "nobody whom this server knows" : "\"" + client.user() + "\"");
    }
}
