package io.corduroy.client;

import io.corduroy.client.message.CorduroyBytesMessage;
import io.corduroy.client.message.CorduroyMessage;
import io.corduroy.protocol.message.EncodedMessage;
import io.corduroy.protocol.message.MalformedMessageException;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A large message as it is sent: its encoding without the body, and the body piece by piece. */
abstract class PieceSource {

    private final ByteBuffer head;

    private PieceSource(ByteBuffer head) {
        this.head = head;
    }

    /** The encoding without the body. */
    ByteBuffer head() {
        return head;
    }

    /** The next piece, empty after the last. */
    abstract Optional<ByteBuffer> next() throws JMSException;

    /** How to send a message in pieces; empty if it goes as a whole, as a body of up to {@code wholeBytes} does. */
    static Optional<PieceSource> of(CorduroyMessage message, ByteBuffer encoded, int wholeBytes, int pieceBytes)
            throws JMSException {
        if (message instanceof CorduroyBytesMessage bytes && bytes.hasStreamedBody()) {
            return Optional.of(ofStream(encoded, bytes.openStreamedBody(), pieceBytes));
        }
        if (encoded.remaining() <= wholeBytes) {
            return Optional.empty();
        }
        int bodyBytes = bodyBytes(encoded);
        return bodyBytes <= wholeBytes ? Optional.empty() : Optional.of(ofBytes(encoded, bodyBytes, pieceBytes));
    }

    private static int bodyBytes(ByteBuffer encoded) throws JMSException {
        try {
            return EncodedMessage.of(encoded).body().remaining();
        } catch (MalformedMessageException e) {
            throw Exceptions.withCause(new JMSException("the message cannot be cut into pieces: " + e.getMessage()), e);
        }
    }

    private static PieceSource ofBytes(ByteBuffer encoded, int bodyBytes, int pieceBytes) {
        int headBytes = encoded.remaining() - bodyBytes;
        ByteBuffer body = encoded.slice(encoded.position() + headBytes, bodyBytes);
        return new PieceSource(encoded.slice(encoded.position(), headBytes)) {
            @Override
            Optional<ByteBuffer> next() {
                int length = Math.min(pieceBytes, body.remaining());
                if (length == 0) {
                    return Optional.empty();
                }
                ByteBuffer piece = body.slice(body.position(), length);
                body.position(body.position() + length);
                return Optional.of(piece);
            }
        };
    }

    private static PieceSource ofStream(ByteBuffer encoded, InputStream in, int pieceBytes) {
        return new PieceSource(encoded) {
            @Override
            Optional<ByteBuffer> next() throws JMSException {
                try {
                    byte[] piece = in.readNBytes(pieceBytes);
                    return piece.length == 0 ? Optional.empty() : Optional.of(ByteBuffer.wrap(piece));
                } catch (IOException e) {
                    throw Exceptions.withCause(
                            new JMSException("the stream with the body failed, nothing was sent: " + e.getMessage()),
                            e);
                }
            }
        };
    }
}
