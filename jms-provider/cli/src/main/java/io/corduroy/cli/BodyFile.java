package io.corduroy.cli;

import io.corduroy.client.message.CorduroyBytesMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes a message's body to a file, so that it is on the disk when the message is acknowledged. */
final class BodyFile {

    private BodyFile() {}

    static void write(Message message, Path file) throws JMSException {
        try (FileOutputStream out = new FileOutputStream(file.toFile())) {
            if (message instanceof BytesMessage bytes) {
                bytes.setObjectProperty(CorduroyBytesMessage.SAVE_STREAM, out);
            } else if (message instanceof TextMessage text && text.getText() != null) {
                out.write(text.getText().getBytes(StandardCharsets.UTF_8));
            } else if (message.getBody(Object.class) != null) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "the message is neither text nor bytes; it was not acknowledged, " + file + " is empty");
            }
            out.getFD().sync();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILED, file + " cannot be written: " + e + "; the message was not acknowledged", e);
        }
    }
}
