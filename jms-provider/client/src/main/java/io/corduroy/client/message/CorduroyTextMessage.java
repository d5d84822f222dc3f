package io.corduroy.client.message;

import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import io.corduroy.protocol.message.MessageFields;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import org.jspecify.annotations.Nullable;

/** A message with a text, or without one (null). */
public final class CorduroyTextMessage extends CorduroyMessage implements TextMessage {
    private @Nullable String text;

    /** Makes a message without a text. */
    public CorduroyTextMessage() {}

    /**
     * Makes a message with a text.
     *
     * @param text may be null
     */
    public CorduroyTextMessage(@Nullable String text) {
        this.text = text;
    }

    @Override
    public void setText(@Nullable String newText) throws JMSException {
        changeBody();
        text = newText;
    }

    @Override
    public @Nullable String getText() throws JMSException {
        EncodedMessage undecoded = undecodedBody();
        if (undecoded != null) {
            try {
                text = undecoded.text().orElse(null);
            } catch (MalformedMessageException e) {
                throw malformed(e);
            }
            bodyDecoded();
        }
        return text;
    }

    @Override
    void writeBody(MessageFields fields) {
        if (text == null) {
            fields.nullText();
        } else {
            fields.text(text);
        }
    }

    @Override
    void emptyBody() {
        text = null;
    }

    @Override
    boolean hasBody() throws JMSException {
        return getText() != null;
    }

    @Override
    @Nullable
    Object bodyAs(Class<?> requested) throws JMSException {
        return isBodyOfType(requested) ? getText() : null;
    }

    @Override
    boolean isBodyOfType(Class<?> requested) {
        return requested.isAssignableFrom(String.class);
    }
}
