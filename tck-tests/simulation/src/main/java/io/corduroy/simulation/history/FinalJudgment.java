package io.corduroy.simulation.history;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.simulation.world.World;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Judges a history when everything has been consumed and nothing moves any more: losses and halves. */
public final class FinalJudgment {

    private final World world;
    private final Ledger ledger;
    private final long life;
    private final Function<DestinationName, DestinationSettings> settings;

    /**
     * @param life in which the broker is now: what was not persistent is owed only if it was sent in this one
     * @param settings of the destinations
     */
    public FinalJudgment(
            World world, Ledger ledger, long life, Function<DestinationName, DestinationSettings> settings) {
        this.world = world;
        this.ledger = ledger;
        this.life = life;
        this.settings = settings;
    }

    public void judge() {
        ledger.branches().conclude();
        for (SubscriptionRecord subscription : ledger.subscriptions.values()) {
            for (SentMessage message : ledger.messages.values()) {
                if (message.outcome() == Outcome.CONFIRMED && subscription.isOwedIfItExists(message, life)) {
                    judgeOwed(subscription, message);
                }
            }
        }
        ledger.units.forEach(this::judgeWhole);
    }

    private void judgeOwed(SubscriptionRecord subscription, SentMessage message) {
        ledger.totals().count("messages owed");
        Consumption consumption = subscription.consumptions.get(message.number);
        if (consumption == null) {
            world.violated("lost: " + message + " never came to " + subscription.name());
        } else if (!consumption.mayBeAcknowledged() && !mayBeForgotten(consumption)) {
            world.violated("lost: " + message + " was seen " + consumption.timesSeen
                    + " times, not acknowledged, and did not come again to " + subscription.name());
        }
    }

    /** What is stored for durable subscriptions only does not get to the dead letters from one that is not. */
    private boolean mayBeForgotten(Consumption consumption) {
        SubscriptionRecord subscription = consumption.subscription;
        boolean exhausted = settings.apply(subscription.destination()).isExhausted(consumption.lastCount);
        return exhausted && !subscription.durable && consumption.message.facts.persistent();
    }

    /** All of a transaction's messages have come, or none; and if any has, what was acknowledged with them did not return. */
    private void judgeWhole(UnitOfWork unit) {
        long owed = 0;
        long came = 0;
        for (SentMessage message : unit.sends) {
            for (SubscriptionRecord subscription : ledger.subscriptions.values()) {
                if (subscription.isOwedIfItExists(message, life)) {
                    owed++;
                    came += wasSeen(subscription.consumptions.get(message.number)) ? 1 : 0;
                }
            }
        }
        if (came != 0 && unit.outcome() == Outcome.VOID) {
            world.violated("rolled back, and " + came + " of " + owed + " messages of " + unit + " came");
        } else if (came != 0 && came != owed) {
            world.violated("half a transaction: " + came + " of " + owed + " messages of " + unit + " came");
        }
        if (came > 0 && unit.acknowledgments.stream().anyMatch(a -> a.cameBack)) {
            world.violated("half a transaction: the messages of " + unit + " came, and so did what it acknowledged");
        }
        if (unit.outcome() == Outcome.UNKNOWN && !unit.sends.isEmpty()) {
            ledger.totals().count(came > 0 ? "unknown outcomes that were commits" : "unknown outcomes that were not");
        }
    }

    private static boolean wasSeen(@Nullable Consumption consumption) {
        return consumption != null;
    }
}
