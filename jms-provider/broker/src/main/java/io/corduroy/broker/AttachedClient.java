package io.corduroy.broker;

import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.delivery.PieceReader;
import io.corduroy.broker.state.Client;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The volatile side of a client instance: its link, its consumers, what its sessions have under way. */
final class AttachedClient {
    final ClientInstanceId instance;
    /** As it came last: after a restart nothing is known of it before it comes. */
    ClientInfo info;

    final NumberMap<Consumer> consumers = new NumberMap<>();
    final NumberMap<SessionSide> sessions = new NumberMap<>();
    /** Commands that came before the attachment was durable. */
    final ArrayDeque<ClientFrame.Command> deferred = new ArrayDeque<>();

    /** Commands that wait until there is room in the log. */
    final ArrayDeque<ClientFrame.Command> heldBack = new ArrayDeque<>();

    /** Who reads pieces of large messages for the present link, or for the one before it. */
    @Nullable
    PieceReader pieces;

    LinkSide link;
    /** Null until the attachment is applied. */
    @Nullable
    Client client;
    /** Consumers of the link before, until the client has resumed. */
    NumberMap<Consumer> stale = new NumberMap<>();

    boolean connected;
    /** Between the attachment and Resumed. */
    boolean resuming;

    boolean attached;
    boolean attaching;
    boolean detaching;
    /** When it is given up, while it is not connected. */
    long graceEndMs;

    AttachedClient(ClientInstanceId instance, ClientInfo info, PartitionShell shell, int partition) {
        this.instance = instance;
        this.info = info;
        this.link = new LinkSide(instance, shell, partition);
    }

    /** The durable side, once the attachment is applied. */
    Client client() {
        Client found = client;
        if (found == null) {
            throw new IllegalStateException("client " + instance + " is not attached");
        }
        return found;
    }

    /** Whether a consumer is this client's, on this link or the one before. */
    boolean has(Consumer consumer) {
        return consumers.get(consumer.id()) == consumer || stale.get(consumer.id()) == consumer;
    }

    SessionSide session(int id) {
        SessionSide session = sessions.get(id);
        if (session == null) {
            session = new SessionSide(id);
            sessions.put(id, session);
        }
        return session;
    }

    /** One link of the client; answers meant for it never go to the next one, which numbers its requests anew. */
    static final class LinkSide implements Consumer.ConsumerLink {
        private final ClientInstanceId instance;
        private final PartitionShell shell;
        private final int partition;
        private boolean open = true;

        LinkSide(ClientInstanceId instance, PartitionShell shell, int partition) {
            this.instance = instance;
            this.shell = shell;
            this.partition = partition;
        }

        void close() {
            open = false;
        }

        @Override
        public boolean isWritable() {
            return open && shell.isWritable(instance);
        }

        @Override
        public void send(ServerFrame frame) {
            if (open) {
                shell.send(instance, frame);
            }
        }

        void done(long requestId) {
            send(new ServerFrame.Done(partition, requestId));
        }

        void failed(long requestId, ErrorCode code, String text) {
            send(new ServerFrame.Failed(partition, requestId, code, text));
        }
    }

    /** What one session has under way. */
    static final class SessionSide {
        final int id;

        @Nullable
        TransactionDraft draft;
        /** Its work in branches of global transactions that it is not in at the moment, by number, not prepared. */
        final NumberMap<TransactionDraft> ofBranches = new NumberMap<>();
        /** Transactions up to this one were decided. */
        long decidedTransaction;

        SessionSide(int id) {
            this.id = id;
        }
    }
}
