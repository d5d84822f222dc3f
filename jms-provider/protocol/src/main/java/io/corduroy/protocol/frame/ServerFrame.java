package io.corduroy.protocol.frame;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.BranchState;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.Origin;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** What a server says. */
public sealed interface ServerFrame extends Frame {

    /** One method per kind of frame. */
    interface Handler {
        void onWelcome(Welcome frame);

        void onRefused(Refused frame);

        void onImage(Image frame);

        void onAttached(Attached frame);

        void onDone(Done frame);

        void onFailed(Failed frame);

        void onDestinationOpened(DestinationOpened frame);

        void onProducerOpened(ProducerOpened frame);

        void onSendConfirmed(SendConfirmed frame);

        void onSendRejected(SendRejected frame);

        void onPieceConfirmed(PieceConfirmed frame);

        void onDeliver(Deliver frame);

        void onDrained(Drained frame);

        void onPiece(Piece frame);

        void onConsumerClosed(ConsumerClosed frame);

        void onRows(Rows frame);

        void onRecall(Recall frame);

        void onBranchDecided(BranchDecided frame);

        void onBranches(Branches frame);
    }

    /**
     * Calls the method of this kind.
     *
     * @param handler who handles it
     */
    void dispatch(Handler handler);

    /**
     * The server accepts the client.
     *
     * @param version the protocol version both speak from here on
     * @param node the server's number
     * @param image where everything is
     * @param maxFrameBytes longest frame the server accepts
     * @param maxMessageBytes longest body, in pieces or whole
     * @param wholeBytes bodies longer than this go in pieces, others whole
     * @param pieceBytes length of every piece but the last
     * @param heartbeatMs the server promises to send something at least this often; 0: no promise
     * @param user whom the server has let in, having checked it; empty for anonymous, or if it checks nobody. No message of
     *     this client may name another one as JMSXUserID
     * @param userIdRequired whether each message of a user has to say JMSXUserID; false if there is no user
     */
    record Welcome(
            int version,
            int node,
            MetadataImage image,
            int maxFrameBytes,
            long maxMessageBytes,
            int wholeBytes,
            int pieceBytes,
            int heartbeatMs,
            String user,
            boolean userIdRequired)
            implements ServerFrame {
        /** For a client without a user. */
        public Welcome(
                int version,
                int node,
                MetadataImage image,
                int maxFrameBytes,
                long maxMessageBytes,
                int wholeBytes,
                int pieceBytes,
                int heartbeatMs) {
            this(version, node, image, maxFrameBytes, maxMessageBytes, wholeBytes, pieceBytes, heartbeatMs, "", false);
        }

        @Override
        public int typeNumber() {
            return 64;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onWelcome(this);
        }
    }

    /** The server does not want this link, or no longer; it closes it after this frame. */
    record Refused(ErrorCode code, String text) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 65;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onRefused(this);
        }
    }

    /** The metadata have changed. */
    record Image(MetadataImage image) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 66;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onImage(this);
        }
    }

    /**
     * The client instance is attached.
     *
     * @param epoch the leader's reign
     * @param known whether the partition remembers this instance: false tells a returning client that its producers'
     *     numbers and transactions are gone
     * @param client what the partition remembers it by from now on; another one after it was forgotten, so that an answer which
     *     said so and got lost is noticed
     */
    record Attached(int partition, long requestId, long epoch, boolean known, long client) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 67;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onAttached(this);
        }
    }

    /** The request is done, and durable if it has to be. */
    record Done(int partition, long requestId) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 68;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onDone(this);
        }
    }

    /** The request is refused and has changed nothing. */
    record Failed(int partition, long requestId, ErrorCode code, String text) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 69;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onFailed(this);
        }
    }

    /** The destination exists; its number is its name on this partition, for ever. */
    record DestinationOpened(int partition, long requestId, int destinationId) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 70;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onDestinationOpened(this);
        }
    }

    /**
     * The session is known as a producer.
     *
     * @param producer its number on this partition, never given to another
     * @param lastSequence the highest sequence that the partition has of it, 0 if none
     */
    record ProducerOpened(int partition, long requestId, long producer, long lastSequence) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 71;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onProducerOpened(this);
        }
    }

    /** Sends first to last (inside) of the producer are done, as durable as asked for. */
    record SendConfirmed(int partition, long producer, long firstSequence, long lastSequence) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 72;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onSendConfirmed(this);
        }
    }

    /** The send is refused; the message does not exist. */
    record SendRejected(int partition, long producer, long sequence, ErrorCode code, String text)
            implements ServerFrame {
        @Override
        public int typeNumber() {
            return 73;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onSendRejected(this);
        }
    }

    /** Pieces up to this one (inside) are stored, as far as pieces are before their message exists. */
    record PieceConfirmed(int partition, long producer, long sequence, int piece) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 74;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onPieceConfirmed(this);
        }
    }

    /**
     * Hands a message to a consumer.
     *
     * @param lane priority and delivery mode, see {@link LaneRange#lane()}
     * @param sequence identity in the lane
     * @param deliveryCount 1 for the first; above 1 means JMSRedelivered (3.5.11)
     * @param producer part of the JMSMessageID
     * @param producerSequence part of the JMSMessageID
     * @param timestampMs JMSTimestamp
     * @param expirationMs JMSExpiration, 0: never
     * @param deliveryTimeMs JMSDeliveryTime
     * @param bodyBytes length of the body of a message in pieces; 0 if it is whole
     * @param pieces how many pieces it has; 0 if it is whole
     * @param origin where it was sent to, if it was moved here
     * @param message the bytes that were sent
     */
    record Deliver(
            int partition,
            int consumerId,
            int lane,
            long sequence,
            int deliveryCount,
            long producer,
            long producerSequence,
            long timestampMs,
            long expirationMs,
            long deliveryTimeMs,
            long bodyBytes,
            int pieces,
            Origin origin,
            ByteBuffer message)
            implements ServerFrame {
        @Override
        public int typeNumber() {
            return 75;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onDeliver(this);
        }
    }

    /** Everything deliverable has been delivered. For browsers (request 0): the end. */
    record Drained(int partition, long requestId, int consumerId) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 76;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onDrained(this);
        }
    }

    /** One piece of a large message. */
    record Piece(int partition, long requestId, ByteBuffer bytes) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 77;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onPiece(this);
        }
    }

    /** The consumer was closed by the server: its destination was deleted, or an administrator closed it. */
    record ConsumerClosed(int partition, int consumerId, ErrorCode code, String text) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 78;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onConsumerClosed(this);
        }
    }

    /**
     * Other consumers are idle while deliveries wait unseen at this one: the client gives them back by a
     * {@link ClientFrame.Release} that says unseen, an empty one if there are none. Nothing is delivered to the consumer before that,
     * and whatever credit it had is used up; it grants new credit when its application takes messages again.
     */
    record Recall(int partition, int consumerId) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 80;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onRecall(this);
        }
    }

    /** The answer to an administrative command: a table, cells by column name in the order of the columns. */
    record Rows(int partition, long requestId, List<Map<String, String>> rows) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 79;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onRows(this);
        }
    }

    /**
     * What a branch has come to, durably.
     *
     * @param state never PREPARED
     */
    record BranchDecided(int partition, long requestId, BranchState state) implements ServerFrame {
        @Override
        public int typeNumber() {
            return 81;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onBranchDecided(this);
        }
    }

    /**
     * Branches that are prepared, or were decided by an operator.
     *
     * @param next where to go on, 0 if these are the last
     */
    record Branches(int partition, long requestId, long next, List<BranchEntry> branches) implements ServerFrame {
        /** Copies the list. */
        public Branches {
            branches = List.copyOf(branches);
        }

        @Override
        public int typeNumber() {
            return 82;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onBranches(this);
        }
    }

    /** One of them. */
    record BranchEntry(BranchId branch, BranchState state) {}
}
