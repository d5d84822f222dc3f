package io.corduroy.broker;

import io.corduroy.broker.state.Client;
import io.corduroy.broker.state.Destination;
import io.corduroy.broker.state.DuplicateId;
import io.corduroy.broker.state.NumberMap;
import io.corduroy.broker.state.PartitionState;
import io.corduroy.broker.state.Producer;
import io.corduroy.log.LogFullException;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ClientFrame.OpenProducer;
import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.ClientFrame.SendPiece;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.DuplicateDetection;
import org.jspecify.annotations.Nullable;

/** Producers and what they send: checks, finds repetitions, appends, confirms. */
final class Sends {
    private static final String REFUSED_BEFORE = "this send was refused when it first came";
    static final String DISK_FULL =
            "the disk of the broker is full: consume messages, free space, or add a disk; consuming goes on";

    private final int partition;
    private final BrokerConfig config;
    private final PartitionState state;
    private final Journal journal;
    private final Transactions transactions;
    private final Quotas quotas;
    private final NumberMap<ProducerSide> sides = new NumberMap<>();
    private final Confirmations confirmations;
    private final LargeSends large;

    Sends(
            int partition,
            BrokerConfig config,
            PartitionState state,
            Journal journal,
            Transactions transactions,
            Clients clients) {
        this.partition = partition;
        this.config = config;
        this.state = state;
        this.journal = journal;
        this.transactions = transactions;
        this.quotas = new Quotas(journal);
        this.large = new LargeSends(partition, config, journal, clients);
        this.confirmations = new Confirmations((side, first, last) -> {
            AttachedClient client = clients.find(side.producer.client().instance());
            if (client != null) {
                client.link.send(new ServerFrame.SendConfirmed(partition, side.producer.number(), first, last));
            }
        });
    }

    void onOpenProducer(AttachedClient client, OpenProducer command) {
        long number = client.client().number();
        if (client.client().producer(command.sessionId()) == null) {
            journal.append(journal.write.producerOpened(number, command.sessionId()));
        }
        AttachedClient.LinkSide link = client.link;
        journal.whenApplied(() -> {
            Producer producer = client.client().producer(command.sessionId());
            if (producer == null) {
                link.failed(command.requestId(), ErrorCode.PRODUCER_UNKNOWN, "the session was closed meanwhile");
                return;
            }
            link.send(new ServerFrame.ProducerOpened(
                    partition, command.requestId(), producer.number(), producer.lastSequence()));
        });
    }

    /** A session ends, and with it what the state knows of it. */
    void onSessionClosed(Client client, AttachedClient.SessionSide session) {
        if (session.decidedTransaction > 0 || client.knowsSession(session.id)) {
            journal.append(journal.write.sessionClosed(client.number(), session.id));
        }
        Producer producer = client.producer(session.id);
        if (producer != null) {
            sides.remove(producer.number());
        }
    }

    void forget(long producer) {
        sides.remove(producer);
    }

    void onSendPiece(AttachedClient client, SendPiece command) {
        Producer producer = state.producer(command.producer());
        if (producer == null || producer.client() != client.client) {
            client.link.send(new ServerFrame.SendRejected(
                    partition,
                    command.producer(),
                    command.sequence(),
                    ErrorCode.PRODUCER_UNKNOWN,
                    "producer " + command.producer() + " is not open here"));
            return;
        }
        large.onPiece(client, side(producer), command);
    }

    /** A session gives up what it has under way. */
    void onRollback(AttachedClient client, int session) {
        Producer producer = client.client().producer(session);
        ProducerSide side = producer == null ? null : sides.get(producer.number());
        if (side != null) {
            large.drop(side);
        }
    }

    void onSend(AttachedClient client, Send send) {
        Producer producer = state.producer(send.producer());
        if (producer == null || producer.client() != client.client) {
            reject(client, send, ErrorCode.PRODUCER_UNKNOWN, "producer " + send.producer() + " is not open here");
            return;
        }
        ProducerSide side = side(producer);
        Destination destination = state.destination(send.destinationId());
        if (send.sequence() <= side.highestDecided && !isNewDespiteItsNumber(side, send, destination)) {
            onRepeated(client, side, send);
            return;
        }
        side.highestDecided = Math.max(side.highestDecided, send.sequence());
        large.onSend(side, send);
        Refusal refusal = refusal(client, side, send, destination);
        if (refusal != null || destination == null) {
            Refusal why = refusal == null ? unknown(send) : refusal;
            refuse(client, side, send, why.code, why.text);
            return;
        }
        String name = destination.settings().duplicateIds() == 0 ? null : DuplicateDetection.idOf(send.message());
        if (name != null && state.isDuplicate(destination, DuplicateId.of(name))) {
            onDuplicate(client, side, send, destination, name);
            return;
        }
        Refusal full = noRoom(side, send, destination);
        if (full != null) {
            refuse(client, side, send, full.code, full.text);
            return;
        }
        try {
            accept(client, side, send, name != null, destination);
        } catch (LogFullException e) {
            refuse(client, side, send, ErrorCode.RESOURCE_EXHAUSTED, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Its sender learns that it is there, as it is. A transaction, though, is one whole: if one of its messages was there, it was
     * sent before, and none of it shall happen again.
     */
    private void onDuplicate(
            AttachedClient client, ProducerSide side, Send send, Destination destination, String name) {
        if (send.transaction() != 0) {
            String text = "a message with the duplicate id \"" + name + "\" was sent to " + destination.name()
                    + " before; the transaction can only be rolled back";
            refuse(client, side, send, ErrorCode.TRANSACTION_ROLLED_BACK, text);
            return;
        }
        large.drop(side);
        confirmations.add(side, send.sequence());
    }

    /** Later sends may be accepted: if this one is repeated it has to be refused again, and not taken for one that is there. */
    private void refuse(AttachedClient client, ProducerSide side, Send send, ErrorCode code, String text) {
        large.refuse(side, send.sequence(), code);
        reject(client, send, code, text);
    }

    private void accept(
            AttachedClient client, ProducerSide side, Send send, boolean hasDuplicateId, Destination destination) {
        long transaction = 0;
        TransactionDraft draft = null;
        if (send.transaction() != 0) {
            draft = transactions.draft(client, side.producer.session(), send.transaction());
            if (draft == null) {
                refuse(client, side, send, ErrorCode.TRANSACTION_ROLLED_BACK, "the transaction was decided before");
                return;
            }
            transaction = draft.id;
        }
        boolean repeated = transaction == 0 && send.repeated() && !destination.isQueue();
        boolean listened = repeated
                ? destination.hasDurableSubscription()
                : !destination.subscriptions().isEmpty();
        boolean retained = send.persistent() && destination.settings().retains();
        if (transaction == 0 && !listened && !retained) {
            large.drop(side);
            confirmations.add(side, send.sequence()); // a topic that nobody listens to
            return;
        }
        int bytes = large.bytesOf(side, send);
        if (logFor(side, send, destination) == LogName.DURABLE) {
            journal.appendMessage(send, transaction, repeated, hasDuplicateId, destination);
            if (!destination.isQueue()) {
                side.usesLogFor(destination.id());
            }
        } else {
            journal.appendTransientMessage(send, transaction, repeated, hasDuplicateId);
        }
        if (draft != null) {
            draft.sends++;
        }
        large.onAccepted(side, send);
        quotas.onAppended(destination, bytes);
    }

    /**
     * Where somebody durable waits for it, its pieces are, or something that its session has sent there before may still be. In
     * a transaction also what nobody durable waits for: it is whole or not at all, and outlives what it outlives.
     */
    private LogName logFor(ProducerSide side, Send send, Destination destination) {
        boolean durable = send.persistent()
                && (destination.isQueue()
                        || destination.keepsPersistentMessages()
                        || send.pieces() > 0
                        || send.transaction() != 0
                        || staysInLog(side, destination, send.transaction()));
        return durable ? LogName.DURABLE : LogName.TRANSIENT;
    }

    /**
     * Messages of one session to one topic keep their order (Jakarta Messaging 3.1, 6.2.9), and between the two logs there is
     * none: once it has used the log for a topic, it goes on until nothing of that can be left.
     */
    private boolean staysInLog(ProducerSide side, Destination topic, long transaction) {
        if (!side.hasUsedLogFor(topic.id())) {
            return false;
        }
        if (transaction != 0 || !journal.isAllApplied() || topic.hasMessagesInLog()) {
            return true;
        }
        side.usesLogNoMoreFor(topic.id());
        return false;
    }

    /** A number that an earlier epoch passed over may come for the first time now, unless its place in the order is gone. */
    private static boolean isNewDespiteItsNumber(ProducerSide side, Send send, @Nullable Destination destination) {
        boolean ordered = send.persistent()
                && destination != null
                && (destination.isQueue() || destination.keepsPersistentMessages());
        return send.sequence() <= side.durableBefore && !side.producer.has(send.sequence()) && !ordered;
    }

    private void onRepeated(AttachedClient client, ProducerSide side, Send send) {
        boolean passedOver = send.sequence() <= side.durableBefore && !side.producer.has(send.sequence());
        ErrorCode refusal = side.refusalOf(send.sequence());
        if (passedOver || refusal != null) {
            reject(client, send, refusal == null ? ErrorCode.RESOURCE_EXHAUSTED : refusal, REFUSED_BEFORE);
            return;
        }
        // Perhaps it is not applied yet: what was appended until now includes it.
        journal.whenApplied(() -> confirmations.add(side, send.sequence()));
    }

    private record Refusal(ErrorCode code, String text) {}

    private @Nullable Refusal refusal(
            AttachedClient client, ProducerSide side, Send send, @Nullable Destination destination) {
        if (destination == null) {
            return unknown(send);
        }
        int bytes = send.message().remaining() + 3 * send.groupId().length(); // both go into the record
        long longest = Math.min(config.maxMessageBytes(), config.maxBodyBytes());
        if (bytes > longest) {
            String text = "the message has " + bytes + " bytes, the limit is " + longest;
            return new Refusal(ErrorCode.MESSAGE_TOO_LARGE, text);
        }
        if (send.priority() < 0 || send.priority() > 9 || send.timeToLiveMs() < 0 || send.deliveryDelayMs() < 0) {
            String text = "priority " + send.priority() + ", time to live " + send.timeToLiveMs()
                    + " and delivery delay " + send.deliveryDelayMs() + " have to be 0 to 9, 0 or more and 0 or more";
            return new Refusal(ErrorCode.INVALID_ARGUMENT, text);
        }
        String impostor = SenderCheck.complaint(client.info, send.message());
        if (impostor != null) {
            return new Refusal(ErrorCode.INVALID_ARGUMENT, impostor);
        }
        String missing = send.pieces() == 0 ? null : large.missing(side, send);
        return missing == null ? null : new Refusal(ErrorCode.INVALID_ARGUMENT, missing);
    }

    private @Nullable Refusal noRoom(ProducerSide side, Send send, Destination destination) {
        if (journal.isFull(logFor(side, send, destination))) {
            return new Refusal(ErrorCode.RESOURCE_EXHAUSTED, DISK_FULL);
        }
        String overQuota = quotas.refusal(destination, large.bytesOf(side, send));
        return overQuota == null ? null : new Refusal(ErrorCode.RESOURCE_EXHAUSTED, overQuota);
    }

    private static Refusal unknown(Send send) {
        return new Refusal(
                ErrorCode.DESTINATION_UNKNOWN,
                "destination " + send.destinationId() + " does not exist or was deleted");
    }

    private void reject(AttachedClient client, Send send, ErrorCode code, String text) {
        client.link.send(new ServerFrame.SendRejected(partition, send.producer(), send.sequence(), code, text));
    }

    private ProducerSide side(Producer producer) {
        ProducerSide side = sides.get(producer.number());
        if (side == null) {
            side = new ProducerSide(producer, state.largeMessages(false).open(producer.number()));
            sides.put(producer.number(), side);
        }
        return side;
    }

    void onApplied(Producer producer, long sequence) {
        ProducerSide side = sides.get(producer.number());
        if (side != null) {
            confirmations.add(side, sequence);
        }
    }

    void onPieceApplied(Producer producer, long sequence, int piece) {
        ProducerSide side = sides.get(producer.number());
        if (side != null) {
            large.onApplied(side, sequence, piece);
        }
    }

    void flushConfirmations() {
        large.flushConfirmations();
        confirmations.flush();
    }

    void drop() {
        large.dropConfirmations();
        confirmations.drop();
    }
}
