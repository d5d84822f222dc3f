package io.corduroy.simulation.application;

import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.application.SimulatedBranch.Work;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A session that consumes and sends in branches of global transactions, one after the other; it may go on before they are decided. */
final class BranchSession extends ReceivingSession {

    private static final long LONGEST_RECEIVE_US = 200_000;

    private final SessionPlan plan;
    private final TransactionCoordinator coordinator;
    private @Nullable SimulatedBranch branch;
    private int lastWork;
    private int done;
    private boolean received;

    BranchSession(
            SimulatedClient client,
            SessionPlan plan,
            List<ConsumerPlan> consumers,
            TransactionCoordinator coordinator) {
        super(client, plan, consumers);
        this.plan = plan;
        this.coordinator = coordinator;
    }

    @Override
    void step() {
        if (opensVacant()) {
            return;
        }
        SimulatedBranch in = branch;
        if (in == null) {
            enter();
        } else if (done >= plan.unit() || (hasNothingToTake() && (isCalm() || received))) {
            leave(in);
        } else if (!isCalm() && chance.oneIn(plan.mischief())) {
            trouble();
        } else if (!isCalm() && !sender.mayNotSend() && (!hasConsumers() || chance.oneIn(3))) {
            done++;
            sender.send(in.record, lastWork);
            wake();
        } else if (hasNothingToTake()) {
            receive();
        } else {
            take();
        }
    }

    @Override
    boolean isIdle() {
        return super.isIdle() && branch == null;
    }

    private void enter() {
        if (hasNothingToTake()) {
            pull();
        }
        if (hasNothingToTake() && (isCalm() || sender.sendsNowhere())) {
            return; // a message wakes it
        }
        branch = coordinator.enter();
        lastWork++;
        client.engine.enterBranch(id());
        received = false;
        done = 0;
        wake();
    }

    /** Waits a little for a message. */
    private void receive() {
        pull();
        if (sender.mayNotSend()) {
            received = true;
            await();
            client.world.after(chance.between(1_000L, LONGEST_RECEIVE_US), this::proceed);
        } else {
            wake();
        }
    }

    @Override
    void onSeen(HeldDelivery taken) {
        done++;
        received = false;
    }

    private void leave(SimulatedBranch leaving) {
        held.forEach(each -> client.ledger.acknowledging(each.consumption, leaving.record));
        client.engine.leaveBranch(id(), lastWork, byConsumer(held));
        leaving.works.add(new Work(this, lastWork, List.copyOf(held)));
        held.clear();
        branch = null;
        coordinator.left(leaving);
        wake();
    }

    static Map<Integer, List<LaneRange>> byConsumer(List<HeldDelivery> seen) {
        Map<Integer, List<LaneRange>> ranges = new LinkedHashMap<>();
        for (int consumerId : consumersOf(seen)) {
            ranges.put(
                    consumerId,
                    rangesOf(seen.stream()
                            .filter(each -> each.consumerId == consumerId)
                            .toList()));
        }
        return ranges;
    }

    private void trouble() {
        if (hasConsumers()) {
            mischief();
        } else if (chance.oneIn(2)) {
            giveBack();
        } else {
            pause();
        }
    }

    /** The application fails in the middle: the branch can only be rolled back. */
    @Override
    void giveBack() {
        SimulatedBranch failed = branch;
        if (failed != null) {
            failed.rollbackOnly = true;
            leave(failed);
        }
    }
}
