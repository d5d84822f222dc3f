package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Delivery;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.Nothing;
import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.application.SessionPlan.Mode;
import io.corduroy.simulation.history.Consumption;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Letter;
import io.corduroy.simulation.history.Outcome;
import io.corduroy.simulation.history.UnitOfWork;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A session that consumes, in one of the acknowledgment modes; a transacted one may send as well. */
public final class ConsumingSession extends SimulatedSession {

    private static final long RETRY_US = 200_000;
    private static final long LONGEST_PAUSE_US = 3_000_000;
    private static final int MAX_UNCONFIRMED = 8;

    private final SessionPlan plan;
    private final List<ConsumerSlot> slots = new ArrayList<>();
    private final List<HeldDelivery> held = new ArrayList<>();
    private final List<HeldDelivery> underWay = new ArrayList<>();
    private Optional<UnitOfWork> unit = Optional.empty();

    public ConsumingSession(SimulatedClient client, SessionPlan plan, List<ConsumerPlan> consumers) {
        super(client, plan);
        this.plan = plan;
        consumers.forEach(consumer -> slots.add(new ConsumerSlot(this, consumer)));
    }

    @Override
    void step() {
        for (ConsumerSlot slot : slots) {
            if (slot.isVacant()) {
                slot.open(failure -> client.world.after(RETRY_US, this::proceed));
                return;
            }
        }
        boolean nothingToTake = slots.stream().noneMatch(ConsumerSlot::hasUnseen);
        if (held.size() >= plan.unit() || (isCalm() && !held.isEmpty() && nothingToTake)) {
            settle();
        } else if (!isCalm() && chance.oneIn(plan.mischief())) {
            mischief();
        } else if (unit.isPresent() && !isCalm() && !sender.mayNotSend() && chance.oneIn(3)) {
            sender.send(unit);
            wake();
        } else if (nothingToTake) {
            slots.forEach(ConsumerSlot::pull);
        } else if (underWay.size() < MAX_UNCONFIRMED) {
            take();
        }
    }

    @Override
    boolean isIdle() {
        return super.isIdle()
                && held.isEmpty()
                && underWay.isEmpty()
                && slots.stream().noneMatch(ConsumerSlot::hasUnseen);
    }

    // Taking

    private void take() {
        ConsumerSlot slot =
                chance.pick(slots.stream().filter(ConsumerSlot::hasUnseen).toList());
        Inbox.Arrived arrived = slot.take();
        Delivery delivery = arrived.delivery();
        if (delivery.expirationMs() != 0 && delivery.expirationMs() <= client.world.nowMs()) {
            slot.passOver(delivery);
            return;
        }
        if (delivery.pieces() == 0) {
            slot.onTaken();
            see(slot, arrived, delivery.message());
            return;
        }
        await();
        BodyFetching fetching = new BodyFetching(
                client,
                delivery,
                message -> {
                    slot.onTaken();
                    see(slot, arrived, message);
                    proceed();
                },
                () -> {
                    slot.onTaken();
                    proceed();
                });
        fetching.begin();
    }

    private void see(ConsumerSlot slot, Inbox.Arrived arrived, ByteBuffer message) {
        Delivery delivery = arrived.delivery();
        Letter.Content content = Letter.read(message);
        Ledger.Sight sight = new Ledger.Sight(
                slot.consumerName(),
                content.number(),
                delivery.deliveryCount(),
                content.intact(),
                client.isCutOff(delivery.partition()),
                arrived.life());
        Optional<Consumption> seen = client.ledger.seen(slot.subscription(), sight);
        if (seen.isEmpty()) {
            return;
        }
        slot.checkSelected(seen.get());
        HeldDelivery taken = new HeldDelivery(slot.consumerId(), Inbox.rangeOf(delivery), seen.get());
        held.add(taken);
        if (plan.acknowledges() == Mode.TRANSACTED) {
            unit = Optional.of(unit.orElseGet(client.ledger::begin));
            taken.attempt = client.ledger.acknowledging(taken.consumption, unit);
            client.engine.acknowledge(taken.consumerId, true, List.of(taken.range), Completion.ignored());
        }
        wake();
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

    /** Everything seen goes back, counted; then what comes again at once is there before the session goes on. */
    private void releaseHeld() {
        List<Integer> consumers = consumersOf(held);
        int[] left = {consumers.size()};
        for (int consumerId : consumers) {
            List<HeldDelivery> group =
                    held.stream().filter(h -> h.consumerId == consumerId).toList();
            client.ledger.totals().add("releases", group.size());
            client.engine.release(consumerId, true, rangesOf(group), then(outcome -> {
                if (--left[0] == 0) {
                    slots.forEach(ConsumerSlot::drainIfOpen);
                }
            }));
        }
        held.clear();
    }

    // Mischief

    private void mischief() {
        ConsumerSlot slot = chance.pick(slots);
        switch (chance.between(0, 5)) {
            case 0, 1 -> giveBack();
            case 2 -> slot.close();
            case 3, 4 -> slot.drain();
            default -> pause();
        }
        wake();
    }

    private void giveBack() {
        if (unit.isPresent()) {
            rollback();
        } else if (!held.isEmpty()) {
            releaseHeld();
        }
    }

    private void pause() {
        await();
        client.world.after(chance.between(1_000L, LONGEST_PAUSE_US), this::proceed);
    }

    private static List<Integer> consumersOf(List<HeldDelivery> deliveries) {
        return deliveries.stream().map(h -> h.consumerId).distinct().toList();
    }

    private static List<LaneRange> rangesOf(List<HeldDelivery> deliveries) {
        return deliveries.stream().map(h -> h.range).toList();
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
