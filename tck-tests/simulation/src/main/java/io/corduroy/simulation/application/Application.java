package io.corduroy.simulation.application;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process: its connections, and its transaction manager if it has one. They live and die together. */
final class Application {

    private final List<SimulatedClient> clients;
    private @Nullable TransactionCoordinator coordinator;

    Application(List<SimulatedClient> clients) {
        this.clients = List.copyOf(clients);
    }

    /** Its sessions work in branches; call before {@link #start}. */
    void coordinate(TransactionCoordinator by) {
        coordinator = by;
    }

    TransactionCoordinator coordinator() {
        TransactionCoordinator own = coordinator;
        if (own == null) {
            throw new IllegalStateException("it has no transaction manager");
        }
        return own;
    }

    void start() {
        clients.forEach(SimulatedClient::start);
        if (coordinator != null) {
            coordinator.recoverOver(clients.get(0));
        }
    }

    /** Whether one of its connections is, and so the whole process. */
    boolean isGone() {
        return clients.stream().anyMatch(SimulatedClient::isGone);
    }

    void kill() {
        stopCoordinating();
        for (SimulatedClient client : clients) {
            if (!client.isGone()) {
                client.kill();
            }
        }
    }

    /** Closes its connections in the middle of whatever happens. */
    void close() {
        stopCoordinating();
        for (SimulatedClient client : clients) {
            if (!client.isGone()) {
                client.close();
            }
        }
    }

    private void stopCoordinating() {
        if (coordinator != null) {
            coordinator.die();
        }
    }

    void calmDown() {
        clients.forEach(SimulatedClient::calmDown);
        if (coordinator != null) {
            coordinator.calmDown();
        }
    }

    boolean isIdle() {
        return isGone()
                ? coordinator == null // another one will recover
                : clients.stream().allMatch(SimulatedClient::isIdle) && (coordinator == null || coordinator.isIdle());
    }

    List<String> whoIsBusy() {
        List<String> busy = new ArrayList<>();
        for (SimulatedClient client : clients) {
            client.sessions().stream()
                    .filter(session -> !client.isGone() && !session.isIdle())
                    .forEach(session -> busy.add(session.toString()));
        }
        if (coordinator != null && !coordinator.isIdle()) {
            busy.add("the transaction manager of " + clients.get(0).name);
        }
        return busy;
    }
}
