package io.corduroy.protocol.frame;

import io.corduroy.protocol.BranchId;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * What a client says. {@link Hello} comes first and {@link Bye} last; all others are commands to one partition, which
 * executes the commands of one link in the order of their arrival.
 *
 * <p>A command with a {@code requestId} is answered by exactly one of {@link ServerFrame.Done},
 * {@link ServerFrame.Failed} or the answer named in its description, with the same {@code requestId}, unless the link
 * breaks first. The client numbers its requests from 1, per link. Commands that a client has to repeat after a
 * reconnection are idempotent; each says how.
 */
public sealed interface ClientFrame extends Frame {

    /** One method per kind of frame. */
    interface Handler {
        void onHello(Hello frame);

        void onBye(Bye frame);

        void onCommand(Command frame);
    }

    /**
     * Calls the method of this kind.
     *
     * @param handler who handles it
     */
    void dispatch(Handler handler);

    /**
     * Opens the conversation. Answered by {@link ServerFrame.Welcome}, or by {@link ServerFrame.Refused} and the end
     * of the link.
     *
     * @param minVersion oldest protocol version that the client speaks
     * @param maxVersion newest
     * @param instance the JMS connection; a second link of the same instance takes the first one's place
     * @param clientId JMS client identifier, empty if none
     * @param user empty for anonymous
     * @param password empty if none
     * @param heartbeatMs the client promises to send something at least this often; 0: no promise
     * @param resumable whether the client may come back after a loss of the link and resume its sessions. False for
     *     clients in the broker's own process, which die with it: nobody waits for them after a restart
     * @param product name and version, for logs
     */
    record Hello(
            int minVersion,
            int maxVersion,
            ClientInstanceId instance,
            String clientId,
            String user,
            String password,
            int heartbeatMs,
            boolean resumable,
            String product)
            implements ClientFrame {
        @Override
        public int typeNumber() {
            return 2;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onHello(this);
        }
    }

    /**
     * Orderly end: the instance will not come back; its sessions, temporary destinations and open transactions go.
     * The server closes the link after everything before it has been done and answered.
     */
    record Bye() implements ClientFrame {
        @Override
        public int typeNumber() {
            return 3;
        }

        @Override
        public void dispatch(Handler handler) {
            handler.onBye(this);
        }
    }

    /** A command to one partition. */
    sealed interface Command extends ClientFrame {
        /**
         * Whom it is for.
         *
         * @return number of a partition, 1 or more
         */
        int partition();

        /**
         * Calls the method of this kind.
         *
         * @param handler who handles it
         */
        void dispatch(CommandHandler handler);

        @Override
        default void dispatch(Handler handler) {
            handler.onCommand(this);
        }
    }

    /** One method per command. */
    interface CommandHandler {
        void onAttach(Attach command);

        void onResumed(Resumed command);

        void onOpenDestination(OpenDestination command);

        void onOpenProducer(OpenProducer command);

        void onSend(Send command);

        void onSendPiece(SendPiece command);

        void onOpenConsumer(OpenConsumer command);

        void onCredit(Credit command);

        void onDrain(Drain command);

        void onCloseConsumer(CloseConsumer command);

        void onCloseSession(CloseSession command);

        void onAcknowledge(Acknowledge command);

        void onRelease(Release command);

        void onFetchPiece(FetchPiece command);

        void onCommit(Commit command);

        void onRollback(Rollback command);

        void onPrepare(Prepare command);

        void onPrepareBranch(PrepareBranch command);

        void onDecideBranch(DecideBranch command);

        void onRecoverBranches(RecoverBranches command);

        void onForgetBranch(ForgetBranch command);

        void onUnsubscribe(Unsubscribe command);

        void onAdmin(Admin command);
    }

    /**
     * Attaches the link's client instance to a partition; precedes every other command to it on this link. Answered by
     * {@link ServerFrame.Attached}. After a reconnection the client then repeats, in this order, what it has open
     * (producers, consumers with the deliveries they hold) and what was not confirmed (sends, acknowledgments,
     * transaction commands), and ends with {@link Resumed}.
     *
     * @param client what {@link ServerFrame.Attached} said last, 0 if the client never got one
     */
    record Attach(int partition, long requestId, long client) implements Command {
        /** Attaches for the first time. */
        public Attach(int partition, long requestId) {
            this(partition, requestId, 0);
        }

        @Override
        public int typeNumber() {
            return 10;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onAttach(this);
        }
    }

    /** Everything open has been opened again and everything held has been claimed: what was not claimed is free. Done. */
    record Resumed(int partition, long requestId) implements Command {
        @Override
        public int typeNumber() {
            return 11;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onResumed(this);
        }
    }

    /**
     * Finds a destination, and creates it if that is asked for and allowed. Answered by
     * {@link ServerFrame.DestinationOpened}. A temporary destination is bound to the client instance and created when
     * it does not exist, by that instance only; others may find it. Idempotent.
     *
     * @param create create when missing, if the server's settings allow automatic creation
     */
    record OpenDestination(int partition, long requestId, DestinationName destination, boolean create)
            implements Command {
        @Override
        public int typeNumber() {
            return 12;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onOpenDestination(this);
        }
    }

    /**
     * Makes a session known as a producer, so that its sends can be told from repetitions. Answered by
     * {@link ServerFrame.ProducerOpened}; idempotent: the same session gets the same number again.
     *
     * @param sessionId number of the session within its client instance, from 1
     */
    record OpenProducer(int partition, long requestId, int sessionId) implements Command {
        @Override
        public int typeNumber() {
            return 13;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onOpenProducer(this);
        }
    }

    /**
     * Sends a message. Confirmed by {@link ServerFrame.SendConfirmed} when the fact is as durable as asked for, or
     * refused by {@link ServerFrame.SendRejected}. Repeated after a reconnection with the same sequence: the broker
     * keeps one. Sends of one producer arrive with rising sequences.
     *
     * <p>The message's identity, JMSMessageID, is (log id of the partition, producer number, sequence).
     *
     * @param producer number from {@link ServerFrame.ProducerOpened}
     * @param sequence from 1, rising by 1 per producer and partition; pieces do not count
     * @param destinationId from {@link ServerFrame.DestinationOpened}
     * @param transaction number of the session's transaction, 0: none
     * @param persistent JMSDeliveryMode
     * @param repeated whether it was sent in an epoch before: what that one kept in memory only may have been delivered
     * @param priority 0 to 9
     * @param timestampMs JMSTimestamp, the client's clock
     * @param timeToLiveMs 0: for ever
     * @param deliveryDelayMs 0: none
     * @param groupId JMSXGroupID, empty if none; also inside the message, repeated here so that nobody has to look
     * @param pieces how many pieces were sent before; 0 for a message that is whole
     * @param message the message in the one encoding of {@code io.corduroy.protocol.message}; for a message in
     *     pieces, without the body
     */
    record Send(
            int partition,
            long producer,
            long sequence,
            int destinationId,
            long transaction,
            boolean persistent,
            boolean repeated,
            int priority,
            long timestampMs,
            long timeToLiveMs,
            long deliveryDelayMs,
            String groupId,
            int pieces,
            ByteBuffer message)
            implements Command {
        @Override
        public int typeNumber() {
            return 14;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onSend(this);
        }
    }

    /**
     * A part of a large body, sent before the {@link Send} that makes the message exist. Confirmed by
     * {@link ServerFrame.PieceConfirmed}; the client keeps a bounded window of unconfirmed pieces. Pieces without a
     * Send die with their producer or at its next Send with another sequence. Idempotent by number.
     *
     * @param sequence the sequence that the closing Send will have
     * @param piece 0, 1, 2 …
     * @param bytes a part of the body
     */
    record SendPiece(int partition, long producer, long sequence, int piece, boolean persistent, ByteBuffer bytes)
            implements Command {
        @Override
        public int typeNumber() {
            return 15;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onSendPiece(this);
        }
    }

    /**
     * Opens a consumer, and its subscription if that does not exist. Answered by {@link ServerFrame.Done} or
     * {@link ServerFrame.Failed}. Opening a consumer of the same number again (after a reconnection) replaces it.
     *
     * @param consumerId number within the client instance, from 1
     * @param sessionId the session that its deliveries belong to
     * @param subscription which subscription of the destination
     * @param selector empty: all messages
     * @param credit how many deliveries it takes at first; those in {@code held} do not count against it
     * @param mode how it consumes
     * @param held deliveries that the session still holds from before a reconnection (delivered, acknowledgment not
     *     confirmed): they stay its own
     */
    record OpenConsumer(
            int partition,
            long requestId,
            int consumerId,
            int sessionId,
            int destinationId,
            SubscriptionSpec subscription,
            String selector,
            int credit,
            Mode mode,
            List<LaneRange> held)
            implements Command {

        /** How a consumer consumes; the ordinal goes over the wire. */
        public enum Mode {
            /** Shares with others. */
            SHARED,
            /** Only one exclusive consumer of a subscription is active, the others stand by. */
            EXCLUSIVE,
            /** Looks without taking: gets what is there now, then {@link ServerFrame.Drained} with request 0. */
            BROWSE,
            /**
             * As above, at everything of a queue or topic that is there: what waits, what is in flight, and what has been
             * consumed and is retained.
             */
            BROWSE_RETAINED;

            /** Whether it looks without taking. */
            public boolean isBrowser() {
                return this == BROWSE || this == BROWSE_RETAINED;
            }
        }

        @Override
        public int typeNumber() {
            return 16;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onOpenConsumer(this);
        }
    }

    /** The consumer takes more deliveries: {@code add} on top of what it had. Each delivery costs one. No answer. */
    record Credit(int partition, int consumerId, int add) implements Command {
        @Override
        public int typeNumber() {
            return 17;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onCredit(this);
        }
    }

    /**
     * Asks for what is available now: answered by {@link ServerFrame.Drained} when everything that could be delivered
     * within the credit has been delivered (receiveNoWait needs a certain "nothing there").
     */
    record Drain(int partition, long requestId, int consumerId) implements Command {
        @Override
        public int typeNumber() {
            return 18;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onDrain(this);
        }
    }

    /**
     * Closes a consumer. What the application saw and did not acknowledge stays with the session under this consumer's number.
     * Its other deliveries, also those that are on their way to it, go back in order and do not count. Answered by Done.
     *
     * @param kept deliveries the application saw
     */
    record CloseConsumer(int partition, long requestId, int consumerId, List<LaneRange> kept) implements Command {
        @Override
        public int typeNumber() {
            return 19;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onCloseConsumer(this);
        }
    }

    /**
     * Closes a session: its transaction is rolled back, whatever it holds goes back, counted as delivered; its
     * producer is forgotten. Answered by Done.
     */
    record CloseSession(int partition, long requestId, int sessionId) implements Command {
        @Override
        public int typeNumber() {
            return 20;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onCloseSession(this);
        }
    }

    /**
     * Acknowledges deliveries of one consumer. Answered by Done when the acknowledgment is durable (within a
     * transaction: when it is part of it). Idempotent.
     *
     * @param sessionId the session
     * @param consumerId the consumer that they were delivered to
     * @param transaction 0: none
     * @param ranges what is acknowledged
     * @param patient nobody waits for the answer: it may come some milliseconds later, together with others
     */
    record Acknowledge(
            int partition,
            long requestId,
            int sessionId,
            int consumerId,
            long transaction,
            List<LaneRange> ranges,
            boolean patient)
            implements Command {
        /** An acknowledgment that somebody waits for. */
        public Acknowledge(
                int partition,
                long requestId,
                int sessionId,
                int consumerId,
                long transaction,
                List<LaneRange> ranges) {
            this(partition, requestId, sessionId, consumerId, transaction, ranges, false);
        }

        @Override
        public int typeNumber() {
            return 21;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onAcknowledge(this);
        }
    }

    /**
     * Returns deliveries of one consumer, at their places. Answered by Done. They come again, to this or another
     * consumer: after the destination's redelivery delay if they were seen.
     *
     * @param seen true: the application had them (recover, rollback, an exception of a listener): they count, and
     *     beyond the destination's maximum they go to its dead-letter queue. False: prefetched only
     */
    record Release(int partition, long requestId, int sessionId, int consumerId, boolean seen, List<LaneRange> ranges)
            implements Command {
        @Override
        public int typeNumber() {
            return 22;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onRelease(this);
        }
    }

    /** Asks for one piece of a large message that the consumer holds (or browses). Answered by Piece or Failed. */
    record FetchPiece(int partition, long requestId, int consumerId, int lane, long sequence, int piece)
            implements Command {
        @Override
        public int typeNumber() {
            return 23;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onFetchPiece(this);
        }
    }

    /**
     * Commits a transaction on this partition: everything sent or acknowledged under its number. Answered by Done when
     * durable, by Failed with TRANSACTION_ROLLED_BACK if it no longer exists as a whole. Repeatable: the outcome is
     * remembered while the instance is attached.
     *
     * <p>A transaction over several partitions: the client sends {@link Prepare} to all of them in parallel, then
     * Commit to the first (that record is the decision), then Commit to the others.
     *
     * @param transaction the session's number, from 1, rising; odd, or even for work in a branch of a global transaction
     *     ({@code TransactionNumber})
     * @param sends how many sends of this transaction the partition must have: fewer means that some were rejected or
     *     lost, and the transaction is rolled back
     * @param acknowledgments how many acknowledged messages it must have
     */
    record Commit(int partition, long requestId, int sessionId, long transaction, long sends, long acknowledgments)
            implements Command {
        @Override
        public int typeNumber() {
            return 24;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onCommit(this);
        }
    }

    /** Rolls a transaction back: sends vanish, acknowledgments are undone (the deliveries stay held). Answered by Done. */
    record Rollback(int partition, long requestId, int sessionId, long transaction) implements Command {
        @Override
        public int typeNumber() {
            return 25;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onRollback(this);
        }
    }

    /**
     * First phase of a transaction over several partitions. Answered by Done when this part survives anything until it
     * is decided, by Failed with TRANSACTION_ROLLED_BACK if it no longer exists as a whole. Repeatable. If the client
     * dies, the partition asks {@code decider} for the outcome: no decision means rollback. A Rollback of a prepared
     * part is Done at once; what the part acknowledged comes back, counted, when the decider has agreed.
     *
     * @param decider the partition whose Commit record is the decision
     * @param participants all partitions that have a part in it, the decider among them, none twice: a commit is
     *     remembered by the decider until each of the others has confirmed it. Empty is refused
     */
    record Prepare(
            int partition,
            long requestId,
            int sessionId,
            long transaction,
            long sends,
            long acknowledgments,
            int decider,
            List<Integer> participants)
            implements Command {
        /** Copies the list. */
        public Prepare {
            participants = List.copyOf(participants);
        }

        @Override
        public int typeNumber() {
            return 26;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onPrepare(this);
        }
    }

    /**
     * First phase of a branch of a global transaction (X/Open XA), on the partition that keeps the branch: when it is done, the
     * session's work here is listed by {@link RecoverBranches} until it is decided, whatever becomes of the client. On each
     * other partition with work of it {@link Prepare} is said, with this partition as the decider. Several transactions,
     * of this client or others, may be prepared under the same branch, and are decided as one. Answered as Prepare is.
     * Repeatable.
     *
     * <p>With neither sends nor acknowledgments the transaction need not have begun here: the partition then has nothing of
     * it but the decision.
     *
     * @param transaction even: work in a branch
     * @param onePhase commits at once: the transaction is all there is of the branch, and this partition its only participant
     * @param participants all partitions that have a part in it, this one among them, none twice
     */
    record PrepareBranch(
            int partition,
            long requestId,
            int sessionId,
            long transaction,
            long sends,
            long acknowledgments,
            boolean onePhase,
            BranchId branch,
            List<Integer> participants)
            implements Command {
        /** Copies the list. */
        public PrepareBranch {
            participants = List.copyOf(participants);
        }

        @Override
        public int typeNumber() {
            return 29;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onPrepareBranch(this);
        }
    }

    /**
     * Second phase of a branch, from whoever speaks for its transaction manager. Answered by {@link ServerFrame.BranchDecided}
     * when durable, with what the branch has come to: not necessarily what was asked for. Repeatable: outcomes are
     * remembered for a while.
     */
    record DecideBranch(int partition, long requestId, BranchId branch, boolean commit) implements Command {
        @Override
        public int typeNumber() {
            return 30;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onDecideBranch(this);
        }
    }

    /**
     * Asks for branches that are prepared, or were decided by an operator. Answered by {@link ServerFrame.Branches}.
     *
     * @param after 0, or what the answer before has said
     */
    record RecoverBranches(int partition, long requestId, long after) implements Command {
        @Override
        public int typeNumber() {
            return 31;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onRecoverBranches(this);
        }
    }

    /** An operator's decision need not be remembered any more. Answered by {@link ServerFrame.BranchDecided}: what it was. */
    record ForgetBranch(int partition, long requestId, BranchId branch) implements Command {
        @Override
        public int typeNumber() {
            return 32;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onForgetBranch(this);
        }
    }

    /**
     * Deletes a durable subscription that has no active consumer (8.3.3). Done, or Failed with SUBSCRIPTION_UNKNOWN,
     * IN_USE or SUBSCRIPTION_CONFLICT. A shared one that is not durable is IN_USE or SUBSCRIPTION_UNKNOWN, for whoever wants to
     * have its name.
     *
     * @param anyKind whether shared or not makes no difference; else one of the other kind is a conflict
     */
    record Unsubscribe(int partition, long requestId, SubscriptionSpec subscription, boolean anyKind)
            implements Command {
        @Override
        public int typeNumber() {
            return 27;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onUnsubscribe(this);
        }
    }

    /**
     * An administrative command with named arguments, answered by {@link ServerFrame.Rows} or Failed. Verbs and
     * arguments are listed in {@code io.corduroy.protocol.AdminVerb}.
     *
     * @param verb what to do
     * @param arguments by name
     */
    record Admin(int partition, long requestId, String verb, Map<String, String> arguments) implements Command {
        @Override
        public int typeNumber() {
            return 28;
        }

        @Override
        public void dispatch(CommandHandler handler) {
            handler.onAdmin(this);
        }
    }
}
