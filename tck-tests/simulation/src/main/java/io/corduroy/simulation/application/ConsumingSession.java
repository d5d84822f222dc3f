package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.Nothing;
import io.corduroy.simulation.application.SessionPlan.Mode;
import io.corduroy.simulation.history.Outcome;
import io.corduroy.simulation.history.UnitOfWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session that consumes, in one of the acknowledgment modes; a transacted one may send as well. */
public final class ConsumingSession extends ReceivingSession {

    private static final int MAX_UNCONFIRMED = 8;

    private final SessionPlan plan;
    private final List<HeldDelivery> underWay = new ArrayList<>();
    private Optional<UnitOfWork> unit = Optional.empty();

    public ConsumingSession(SimulatedClient client, SessionPlan plan, List<ConsumerPlan> consumers) {
        super(client, plan, consumers);
        this.plan = plan;
    }

    @Override
    void step() {
        if (opensVacant()) {
            return;
        }
        boolean nothingToTake = hasNothingToTake();
        if (held.size() >= plan.unit() || (isCalm() && !held.isEmpty() && nothingToTake)) {
            settle();
        } else if (!isCalm() && chance.oneIn(plan.mischief())) {
            mischief();
        } else if (unit.isPresent() && !isCalm() && !sender.mayNotSend() && chance.oneIn(3)) {
            sender.send(unit);
            wake();
        } else if (nothingToTake) {
            pull();
        } else if (underWay.size() < MAX_UNCONFIRMED) {
            take();
        }
    }

    @Override
    boolean isIdle() {
        return super.isIdle() && underWay.isEmpty();
    }

    @Override
    void onSeen(HeldDelivery taken) {
        if (plan.acknowledges() == Mode.TRANSACTED) {
            unit = Optional.of(unit.orElseGet(client.ledger::begin));
            taken.attempt = client.ledger.acknowledging(taken.consumption, unit);
            client.engine.acknowledge(taken.consumerId, true, List.of(taken.range), Completion.ignored());
        }
    }

    // Settling

    private void settle() {
        switch (plan.acknowledges()) {
            case AUTO -> acknowledge(false);
            case CLIENT -> acknowledge(true);
            case TRANSACTED -> commit();
        }
    }

    private void acknowledge(boolean waits) {
        for (int consumerId : consumersOf(held)) {
            List<HeldDelivery> group =
                    held.stream().filter(h -> h.consumerId == consumerId).toList();
            group.forEach(h -> h.attempt = client.ledger.acknowledging(h.consumption, Optional.empty()));
            underWay.addAll(group);
            Completion<Nothing> ended =
                    Completion.of(done -> ended(group, Outcome.CONFIRMED), failure -> ended(group, Outcome.UNKNOWN));
            Completion<Nothing> waiting = then(outcome -> {});
            client.engine.acknowledge(consumerId, false, rangesOf(group), waits ? both(ended, waiting) : ended);
            if (!waits) {
                proceed();
            }
        }
        held.clear();
        wake();
    }

    private void ended(List<HeldDelivery> group, Outcome outcome) {
        underWay.removeAll(group);
        for (HeldDelivery delivery : group) {
            delivery.ended(client.ledger, outcome, name());
        }
        wake();
    }

    private void commit() {
        UnitOfWork ending = unit.orElseThrow();
        unit = Optional.empty();
        ending.ending();
        client.engine.commit(id(), then(outcome -> {
            client.ledger.ended(ending, outcome);
            if (outcome == Outcome.CONFIRMED) {
                held.clear();
            } else {
                releaseHeld();
            }
        }));
    }

    private void rollback() {
        UnitOfWork ending = unit.orElseThrow();
        unit = Optional.empty();
        client.engine.rollback(id(), then(outcome -> {
            client.ledger.ended(ending, Outcome.VOID);
            releaseHeld();
        }));
    }

    @Override
    void giveBack() {
        if (unit.isPresent()) {
            rollback();
        } else if (!held.isEmpty()) {
            releaseHeld();
        }
    }

    private static Completion<Nothing> both(Completion<Nothing> first, Completion<Nothing> second) {
        return new Completion<>() {
            @Override
            public void onDone(Nothing value) {
                first.onDone(value);
                second.onDone(value);
            }

            @Override
            public void onFailed(Failure failure) {
                first.onFailed(failure);
                second.onFailed(failure);
            }
        };
    }
}
