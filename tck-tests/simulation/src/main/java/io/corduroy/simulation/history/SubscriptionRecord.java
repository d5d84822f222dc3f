package io.corduroy.simulation.history;

import io.corduroy.protocol.DestinationName;
import java.util.TreeMap;

/** A subscription as its applications know it; a queue has exactly one. */
public final class SubscriptionRecord {

    /** No selector. */
    public static final int ALL_COLOURS = -1;

    final DestinationName destination;
    final int colour;
    final boolean durable;
    final TreeMap<Long, Consumption> consumptions = new TreeMap<>();

    /** When it was asked for: messages confirmed before are not its own. */
    final long askedTick;

    /** When it was confirmed: messages sent later are owed to it. */
    long existsTick = Long.MAX_VALUE;

    /** It is deleted, or lost with the memory of a crashed broker: nothing is owed to it any more. */
    boolean ended;

    private final String name;

    SubscriptionRecord(DestinationName destination, String name, boolean durable, int colour, long askedTick) {
        this.destination = destination;
        this.name = name;
        this.durable = durable;
        this.colour = colour;
        this.askedTick = askedTick;
    }

    public String name() {
        return name.isEmpty() ? destination.toString() : "subscription " + name + " of " + destination;
    }

    public int colour() {
        return colour;
    }

    public DestinationName destination() {
        return destination;
    }

    public boolean isDurable() {
        return durable;
    }

    /** Whether the broker keeps it when its client is gone. */
    public boolean outlivesItsClient() {
        return durable && !destination.kind().isTemporary();
    }

    boolean selects(SentMessage message) {
        return message.facts.destination().equals(destination)
                && (colour == ALL_COLOURS || colour == message.facts.colour());
    }

    /**
     * Whether it must get a message if that exists.
     *
     * @param life in which the broker is now: what is not durable survives no crash
     */
    boolean isOwedIfItExists(SentMessage message, long life) {
        return selects(message)
                && !ended
                && message.sentTick >= existsTick
                && message.facts.timeToLiveMs() == 0
                && ((message.facts.persistent() && durable) || message.sentInLife == life);
    }
}
