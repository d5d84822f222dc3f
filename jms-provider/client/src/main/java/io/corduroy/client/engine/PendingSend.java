package io.corduroy.client.engine;

import io.corduroy.protocol.frame.ClientFrame.Send;
import java.util.Optional;

/** A send that is not confirmed. */
final class PendingSend implements Outgoing {

    final SendRequest request;
    final DestinationState destination;
    final Optional<TransactionState> transaction;
    private final SendCompletion completion;
    private Optional<Failure> failed = Optional.empty();
    private boolean done;
    private boolean repeated;

    PendingSend(
            SendRequest request,
            DestinationState destination,
            Optional<TransactionState> transaction,
            SendCompletion completion) {
        this.request = request;
        this.destination = destination;
        this.transaction = transaction;
        this.completion = completion;
    }

    @Override
    public long sequence() {
        return request.sequence();
    }

    @Override
    public boolean isReady() {
        return destination.isOpen();
    }

    @Override
    public String describe() {
        return "the message to " + destination.name;
    }

    @Override
    public boolean isDone() {
        return done;
    }

    @Override
    public boolean isMoot() {
        return transaction.map(TransactionState::isOver).orElse(false);
    }

    @Override
    public void onConfirmed() {
        if (!done && isFleeting()) {
            transaction.ifPresent(tx -> tx.part(request.partition()).fleetingSends++);
        }
        done = true;
    }

    @Override
    public boolean isFleeting() {
        return !request.persistent();
    }

    @Override
    public void onLost() {
        done = true;
        transaction.ifPresent(tx -> tx.part(request.partition()).sends--);
    }

    @Override
    public void onEpochOver() {
        repeated = true;
    }

    @Override
    public void onFailed(Failure failure) {
        done = true;
        failed = Optional.of(failure);
        transaction.ifPresent(tx -> tx.onDoomed(failure));
    }

    @Override
    public void complete(ProducerIdentity identity) {
        if (failed.isPresent()) {
            completion.onFailed(failed.get());
        } else {
            completion.onConfirmed(identity);
        }
    }

    @Override
    public Send frame(long producer) {
        return new Send(
                request.partition(),
                producer,
                request.sequence(),
                destination.id,
                transaction.map(tx -> tx.number).orElse(0L),
                request.persistent(),
                repeated,
                request.priority(),
                request.timestampMs(),
                request.timeToLiveMs(),
                request.deliveryDelayMs(),
                request.groupId(),
                request.pieces(),
                request.message());
    }
}
