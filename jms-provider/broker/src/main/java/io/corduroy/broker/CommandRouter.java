package io.corduroy.broker;

import io.corduroy.broker.delivery.Consumer;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings each command to who decides about it, in the name of the client that it came from. */
final class CommandRouter implements ClientFrame.CommandHandler {
    private final int partition;
    private final BrokerConfig config;
    private final PartitionState state;
    private final Journal journal;
    private final Clients clients;
    private final Sends sends;
    private final Transactions transactions;
    private final GlobalBranches branches;
    private final Deliveries deliveries;
    private final Subscriptions subscriptions;
    private final Administration administration;
    private @Nullable AttachedClient current;

    CommandRouter(
            int partition,
            BrokerConfig config,
            PartitionState state,
            Journal journal,
            Clients clients,
            Sends sends,
            Transactions transactions,
            GlobalBranches branches,
            Deliveries deliveries,
            Subscriptions subscriptions,
            Administration administration) {
        this.partition = partition;
        this.config = config;
        this.state = state;
        this.journal = journal;
        this.clients = clients;
        this.sends = sends;
        this.transactions = transactions;
        this.branches = branches;
        this.deliveries = deliveries;
        this.subscriptions = subscriptions;
        this.administration = administration;
    }

    void route(AttachedClient client, ClientFrame.Command command) {
        if (!client.attached && !(command instanceof ClientFrame.Attach)) {
            if (client.attaching
                    && !(command instanceof ClientFrame.Send)
                    && !(command instanceof ClientFrame.SendPiece)) {
                client.deferred.add(command); // it came on the heels of Attach
            } else {
                refuse(client, command, ErrorCode.PROTOCOL, "attach to partition " + partition + " first");
            }
            return;
        }
        current = client;
        command.dispatch(this);
    }

    private AttachedClient client() {
        AttachedClient client = current;
        if (client == null) {
            throw new IllegalStateException("no command is being executed");
        }
        return client;
    }

    /** Answers a command, whatever it is, with a refusal. */
    void refuse(AttachedClient client, ClientFrame.Command command, ErrorCode code, String text) {
        if (command instanceof ClientFrame.Send send) {
            client.link.send(new ServerFrame.SendRejected(partition, send.producer(), send.sequence(), code, text));
        } else if (command instanceof ClientFrame.SendPiece piece) {
            client.link.send(new ServerFrame.SendRejected(partition, piece.producer(), piece.sequence(), code, text));
        } else {
            long requestId = Requests.idOf(command);
            if (requestId != 0) {
                client.link.failed(requestId, code, text);
            }
        }
    }

    @Override
    public void onAttach(ClientFrame.Attach command) {
        AttachedClient client = client();
        clients.onAttach(client, command, () -> {
            while (!client.deferred.isEmpty()) {
                route(client, client.deferred.remove());
            }
        });
    }

    @Override
    public void onResumed(ClientFrame.Resumed command) {
        clients.onResumed(client(), command);
    }

    @Override
    public void onOpenDestination(ClientFrame.OpenDestination command) {
        AttachedClient client = client();
        DestinationName name = command.destination();
        if (name.name().isEmpty() || name.name().length() > DestinationName.MAX_NAME_LENGTH) {
            client.link.failed(
                    command.requestId(),
                    ErrorCode.INVALID_ARGUMENT,
                    "a destination's name has 1 to " + DestinationName.MAX_NAME_LENGTH + " characters, not "
                            + name.name().length());
            return;
        }
        boolean temporary = name.kind().isTemporary();
        if (state.destination(name) == null && command.create() && (temporary || config.autoCreate())) {
            journal.createDestination(name, temporary ? client.client().number() : 0, Map.of());
        }
        AttachedClient.LinkSide link = client.link;
        journal.whenApplied(() -> {
            Destination destination = state.destination(name);
            if (destination == null) {
                link.failed(
                        command.requestId(),
                        ErrorCode.DESTINATION_UNKNOWN,
                        name + " does not exist and is not created automatically");
            } else {
                link.send(new ServerFrame.DestinationOpened(partition, command.requestId(), destination.id()));
            }
        });
    }

    @Override
    public void onOpenProducer(ClientFrame.OpenProducer command) {
        sends.onOpenProducer(client(), command);
    }

    @Override
    public void onSend(ClientFrame.Send command) {
        sends.onSend(client(), command);
    }

    @Override
    public void onSendPiece(ClientFrame.SendPiece command) {
        sends.onSendPiece(client(), command);
    }

    @Override
    public void onOpenConsumer(ClientFrame.OpenConsumer command) {
        subscriptions.onOpenConsumer(client(), command);
    }

    @Override
    public void onCredit(ClientFrame.Credit command) {
        Consumer consumer = client().consumers.get(command.consumerId());
        if (consumer != null && !consumer.isClosed()) {
            consumer.addCredit(command.add());
        }
    }

    @Override
    public void onDrain(ClientFrame.Drain command) {
        Consumer consumer = client().consumers.get(command.consumerId());
        if (consumer == null
                || consumer.isClosed()) { // its session may be closed by another thread: nothing more comes
            client().link.send(new ServerFrame.Drained(partition, command.requestId(), command.consumerId()));
        } else {
            consumer.drain(command.requestId());
        }
    }

    @Override
    public void onCloseConsumer(ClientFrame.CloseConsumer command) {
        subscriptions.onCloseConsumer(client(), command);
    }

    @Override
    public void onCloseSession(ClientFrame.CloseSession command) {
        clients.onCloseSession(client(), command);
    }

    @Override
    public void onAcknowledge(ClientFrame.Acknowledge command) {
        deliveries.onAcknowledge(client(), command);
    }

    @Override
    public void onRelease(ClientFrame.Release command) {
        deliveries.onRelease(client(), command);
    }

    @Override
    public void onFetchPiece(ClientFrame.FetchPiece command) {
        deliveries.onFetchPiece(client(), command);
    }

    @Override
    public void onCommit(ClientFrame.Commit command) {
        transactions.onCommit(client(), command);
    }

    @Override
    public void onRollback(ClientFrame.Rollback command) {
        transactions.onRollback(client(), command);
        sends.onRollback(client(), command.sessionId());
    }

    @Override
    public void onPrepare(ClientFrame.Prepare command) {
        transactions.onPrepare(client(), command);
    }

    @Override
    public void onPrepareBranch(ClientFrame.PrepareBranch command) {
        branches.onPrepare(client(), command);
    }

    @Override
    public void onDecideBranch(ClientFrame.DecideBranch command) {
        branches.onDecide(client(), command);
    }

    @Override
    public void onRecoverBranches(ClientFrame.RecoverBranches command) {
        branches.onRecover(client(), command);
    }

    @Override
    public void onForgetBranch(ClientFrame.ForgetBranch command) {
        branches.onForget(client(), command);
    }

    @Override
    public void onUnsubscribe(ClientFrame.Unsubscribe command) {
        subscriptions.onUnsubscribe(client(), command);
    }

    @Override
    public void onAdmin(ClientFrame.Admin command) {
        administration.onAdmin(client(), command);
    }
}
