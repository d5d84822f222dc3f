package io.corduroy.client.engine;

import io.corduroy.protocol.frame.ServerFrame;
import java.util.Optional;

/**
 * Whether the connection is there: how it begins, is interrupted, taken up again, renamed, and ends.
 *
 * <p>It ends once. Everything under way fails then, and what is asked for later is to be failed with
 * {@link #failsAtOnce}.
 */
final class ConnectionLife {

    private final EngineOutbox outbox;
    private final Uplink uplink;
    private final Wire wire;
    private final Registry registry;
    private final Resumption resumption;
    private Optional<Completion<Nothing>> opening = Optional.empty();
    private Optional<String> formerClientId = Optional.empty();
    private Optional<Failure> end = Optional.empty();
    private boolean everOpen;

    ConnectionLife(EngineOutbox outbox, Uplink uplink, Wire wire, Registry registry, Resumption resumption) {
        this.outbox = outbox;
        this.uplink = uplink;
        this.wire = wire;
        this.registry = registry;
        this.resumption = resumption;
    }

    /** How it has ended; empty as long as it goes on. */
    Optional<Failure> end() {
        return end;
    }

    /** Fails a request if the connection has ended; returns whether it has. */
    boolean failsAtOnce(Completion<?> completion) {
        if (end.isPresent()) {
            completion.onFailed(end.get());
            return true;
        }
        return false;
    }

    void open(long nowMs, Completion<Nothing> completion) {
        opening = Optional.of(completion);
        uplink.seek(nowMs);
    }

    void setClientId(String clientId, long nowMs, Completion<Nothing> completion) {
        if (!wire.attachments().isEmpty()) {
            throw new IllegalStateException("the connection is in use");
        }
        formerClientId = Optional.of(uplink.clientId());
        opening = Optional.of(completion);
        uplink.seekAs(clientId, nowMs);
    }

    /** Says good-bye; what was not answered fails. */
    void close() {
        uplink.end();
        endWith(Failure.closed());
    }

    void onLinkClosed(String why, long nowMs) {
        boolean wasReady = uplink.isReady();
        afterLoss(why, wasReady, uplink.onLost(why, nowMs));
    }

    void onTimer(long nowMs) {
        if (!uplink.onTimer(nowMs)) {
            connectionFailed("no broker could serve it within the reconnect timeout; at last: " + uplink.lastLoss());
        }
    }

    void onWelcome(ServerFrame.Welcome welcome) {
        registry.onImage(welcome.image());
        uplink.onWelcome(welcome);
        if (wire.attachments().isEmpty()) {
            uplink.onHealthy();
        }
        formerClientId = Optional.empty();
        Optional<Completion<Nothing>> waiting = opening;
        opening = Optional.empty();
        boolean returning = everOpen && waiting.isEmpty();
        everOpen = true;
        wire.attachments().forEach(resumption::attach);
        waiting.ifPresent(completion -> completion.onDone(Nothing.NOTHING));
        if (returning) {
            outbox.onReconnected();
        }
    }

    void onRefused(ServerFrame.Refused refusal, long nowMs) {
        if (formerClientId.isPresent() && opening.isPresent() && !Uplink.isTransient(refusal.code())) {
            Completion<Nothing> waiting = opening.get();
            opening = Optional.empty();
            uplink.seekAs(formerClientId.get(), nowMs);
            waiting.onFailed(Failure.refused(refusal.code(), refusal.text()));
            return;
        }
        boolean wasReady = uplink.isReady();
        boolean goesOn = uplink.onRefused(refusal, nowMs);
        if (goesOn) {
            afterLoss(refusal.text(), wasReady, true);
        } else {
            endWith(Failure.refused(refusal.code(), refusal.text()));
        }
    }

    /** The broker cannot serve a partition at the moment: everything is tried again on a new link after a pause. */
    void onNotNow(String why, long nowMs) {
        afterLoss(why, true, uplink.restart(why, nowMs));
    }

    private void afterLoss(String why, boolean wasReady, boolean goesOn) {
        wire.onLinkLost();
        if (!goesOn) {
            connectionFailed(why);
        } else if (wasReady) {
            outbox.onInterrupted(why);
        }
    }

    private void connectionFailed(String why) {
        endWith(Failure.connectionLost("the connection to the broker is lost: " + why));
    }

    private void endWith(Failure failure) {
        end = Optional.of(failure);
        wire.failAll(failure);
        registry.failWaitingForDestinations(failure);
        for (SessionState session : registry.sessions()) {
            session.producers.values().forEach(producer -> producer.failAll(failure));
        }
        for (ConsumerState consumer : registry.consumers()) {
            consumer.dropPendingAcknowledgments().forEach(completion -> completion.onFailed(failure));
        }
        Optional<Completion<Nothing>> waiting = opening;
        opening = Optional.empty();
        if (waiting.isPresent()) {
            waiting.get().onFailed(failure);
        } else if (failure.kind() != Failure.Kind.CLOSED) {
            outbox.onConnectionFailed(failure);
        }
    }
}
