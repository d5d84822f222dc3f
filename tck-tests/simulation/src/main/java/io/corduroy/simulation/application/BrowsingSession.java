package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.ConsumerSpec;
import io.corduroy.client.engine.Delivery;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.simulation.history.Ledger;
import io.corduroy.simulation.history.Letter;
import io.corduroy.simulation.history.Look;
import io.corduroy.simulation.history.SubscriptionRecord;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A session that looks into a queue, again and again, and takes nothing. */
public final class BrowsingSession extends SimulatedSession {

    private static final int PREFETCH_BYTES = 16 * 1024;
    private static final long LONGEST_PAUSE_US = 500_000;

    private final ConsumerPlan plan;
    private @Nullable Pass pass;

    /** The present one. */
    private static final class Pass {
        final Inbox inbox;
        final Look look;
        final int link;
        boolean browsed;

        Pass(Inbox inbox, Look look, int link) {
            this.inbox = inbox;
            this.look = look;
            this.link = link;
        }
    }

    public BrowsingSession(SimulatedClient client, SessionPlan session, ConsumerPlan plan) {
        super(client, session);
        this.plan = plan;
    }

    @Override
    void step() {
        Pass present = pass;
        if (present == null) {
            if (!isCalm()) {
                beginPass();
            }
        } else if (present.inbox.state == Inbox.State.CLOSED) {
            pass = null;
            pause();
        } else if (!present.inbox.isEmpty()) {
            take(present);
        } else if (present.browsed) {
            end(present);
        }
    }

    private void beginPass() {
        int consumerId = client.nextConsumerId();
        String name = name() + "/" + consumerId;
        SubscriptionRecord queue = client.ledger.queue(plan.destination());
        Inbox inbox = new Inbox(this, consumerId, name, queue, plan.prefetch());
        Pass beginning = new Pass(inbox, client.ledger.look(queue, name), client.links());
        pass = beginning;
        client.register(inbox);
        await();
        client.engine.openConsumer(
                new ConsumerSpec(
                        consumerId,
                        id(),
                        plan.destination(),
                        SubscriptionSpec.OF_QUEUE,
                        "",
                        plan.mode(),
                        Math.max(1, plan.prefetch()),
                        PREFETCH_BYTES),
                Completion.of(
                        done -> {
                            inbox.state = Inbox.State.OPEN;
                            proceed();
                        },
                        failure -> {
                            inbox.state = Inbox.State.CLOSED;
                            proceed();
                        }));
    }

    private void take(Pass present) {
        Inbox.Arrived arrived = present.inbox.removeFirst();
        Delivery delivery = arrived.delivery();
        client.engine.taken(present.inbox.consumerId, 1);
        if (delivery.pieces() == 0) {
            see(present, arrived, delivery.message());
            wake();
            return;
        }
        await();
        BodyFetching fetching = new BodyFetching(
                client,
                delivery,
                message -> {
                    see(present, arrived, message);
                    proceed();
                },
                this::proceed);
        fetching.begin();
    }

    private void see(Pass present, Inbox.Arrived arrived, ByteBuffer message) {
        Letter.Content content = Letter.read(message);
        Ledger.Sight sight = new Ledger.Sight(
                present.inbox.name,
                content.number(),
                arrived.delivery().deliveryCount(),
                content.intact(),
                false,
                arrived.life());
        present.look.shown(sight, present.link == client.links());
    }

    private void end(Pass present) {
        pass = null;
        if (present.link == client.links()) {
            present.look.ended(client.lifeKnown());
        }
        present.inbox.state = Inbox.State.CLOSED;
        client.engine.closeConsumer(present.inbox.consumerId, List.of(), Completion.ignored());
        pause();
    }

    private void pause() {
        if (!isCalm()) {
            await();
            client.world.after(chance.between(1_000L, LONGEST_PAUSE_US), this::proceed);
        }
    }

    @Override
    void onBrowsed(int consumerId) {
        Pass present = pass;
        if (present != null && present.inbox.consumerId == consumerId) {
            present.browsed = true;
            wake();
        }
    }

    @Override
    boolean isIdle() {
        return super.isIdle() && pass == null;
    }
}
