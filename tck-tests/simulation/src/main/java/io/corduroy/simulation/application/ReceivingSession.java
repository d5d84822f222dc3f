package io.corduroy.simulation.application;

import io.corduroy.client.engine.Delivery;
import io.corduroy.protocol.LaneRange;
import io.corduroy.simulation.history.Consumption;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Letter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The receiving half of a session: its consumers, what it takes from them, and what it gives back. */
abstract class ReceivingSession extends SimulatedSession {

    private static final long RETRY_US = 200_000;
    private static final long LONGEST_PAUSE_US = 3_000_000;

    private final List<ConsumerSlot> slots = new ArrayList<>();

    /** Seen, and not yet acknowledged or given back. */
    final List<HeldDelivery> held = new ArrayList<>();

    ReceivingSession(SimulatedClient client, SessionPlan plan, List<ConsumerPlan> consumers) {
        super(client, plan);
        consumers.forEach(consumer -> slots.add(new ConsumerSlot(this, consumer)));
    }

    @Override
    boolean isIdle() {
        return super.isIdle() && held.isEmpty() && hasNothingToTake();
    }

    boolean hasConsumers() {
        return !slots.isEmpty();
    }

    boolean hasNothingToTake() {
        return slots.stream().noneMatch(ConsumerSlot::hasUnseen);
    }

    /** Opens a consumer that is closed; false if there is none. */
    boolean opensVacant() {
        for (ConsumerSlot slot : slots) {
            if (slot.isVacant()) {
                slot.open(failure -> client.world.after(RETRY_US, this::proceed));
                return true;
            }
        }
        return false;
    }

    void pull() {
        slots.forEach(ConsumerSlot::pull);
    }

    // Taking

    void take() {
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
        onSeen(taken);
        wake();
    }

    /** The application has a message. */
    abstract void onSeen(HeldDelivery taken);

    // Giving back

    /** Everything seen goes back, counted. */
    void releaseHeld() {
        List<HeldDelivery> all = List.copyOf(held);
        held.clear();
        release(all);
    }

    /** What was seen goes back, counted; then what comes again at once is there before the session goes on. */
    void release(List<HeldDelivery> seen) {
        List<Integer> consumers = consumersOf(seen);
        int[] left = {consumers.size()};
        for (int consumerId : consumers) {
            List<HeldDelivery> group =
                    seen.stream().filter(h -> h.consumerId == consumerId).toList();
            client.ledger.totals().add("releases", group.size());
            client.engine.release(consumerId, true, rangesOf(group), then(outcome -> {
                if (--left[0] == 0) {
                    slots.forEach(ConsumerSlot::drainIfOpen);
                }
            }));
        }
    }

    // Mischief

    void mischief() {
        ConsumerSlot slot = chance.pick(slots);
        switch (chance.between(0, 5)) {
            case 0, 1 -> giveBack();
            case 2 -> slot.close();
            case 3, 4 -> slot.drain();
            default -> pause();
        }
        wake();
    }

    /** Undoes what it is about. */
    abstract void giveBack();

    void pause() {
        await();
        client.world.after(chance.between(1_000L, LONGEST_PAUSE_US), this::proceed);
    }

    static List<Integer> consumersOf(List<HeldDelivery> deliveries) {
        return deliveries.stream().map(h -> h.consumerId).distinct().toList();
    }

    static List<LaneRange> rangesOf(List<HeldDelivery> deliveries) {
        return deliveries.stream().map(h -> h.range).toList();
    }
}
