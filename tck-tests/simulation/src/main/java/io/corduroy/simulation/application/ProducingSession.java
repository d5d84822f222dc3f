package io.corduroy.simulation.application;

import io.corduroy.simulation.application.SessionPlan.Mode;
import io.corduroy.simulation.history.Outcome;
import io.corduroy.simulation.history.UnitOfWork;
import java.util.Optional;

/** A session that sends: one by one, in a window of asynchronous sends, or in transactions. */
public final class ProducingSession extends SimulatedSession {

    private final SessionPlan plan;
    private Optional<UnitOfWork> unit = Optional.empty();
    private int sentInUnit;

    public ProducingSession(SimulatedClient client, SessionPlan plan) {
        super(client, plan);
        this.plan = plan;
    }

    @Override
    void step() {
        if (plan.acknowledges() == Mode.TRANSACTED && (sentInUnit >= plan.unit() || (isCalm() && unit.isPresent()))) {
            end();
        } else if (!isCalm() && !sender.mayNotSend()) {
            if (plan.acknowledges() == Mode.TRANSACTED) {
                unit = Optional.of(unit.orElseGet(client.ledger::begin));
                sentInUnit++;
            }
            sender.send(unit);
            wake();
        }
    }

    private void end() {
        UnitOfWork ending = unit.orElseThrow();
        unit = Optional.empty();
        sentInUnit = 0;
        if (!isCalm() && chance.oneIn(plan.mischief())) {
            client.engine.rollback(id(), then(outcome -> client.ledger.ended(ending, Outcome.VOID)));
        } else {
            ending.ending();
            client.engine.commit(id(), then(outcome -> client.ledger.ended(ending, outcome)));
        }
    }
}
