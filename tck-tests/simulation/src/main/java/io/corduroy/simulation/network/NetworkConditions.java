package io.corduroy.simulation.network;

import io.corduroy.simulation.world.Chance;

/** How the network is in this world. */
public final class NetworkConditions {

    private final Chance chance;
    private final long usualTravelUs;

    /** @param usualTravelUs how long a frame usually takes one way */
    public NetworkConditions(Chance chance, long usualTravelUs) {
        this.chance = chance;
        this.usualTravelUs = usualTravelUs;
    }

    /** How long a frame of this length takes, at a gigabit per second. */
    long travelUs(int lengthBytes) {
        return chance.delayUs(usualTravelUs) + lengthBytes / 125;
    }

    /** How long it takes until a side notices that its peer is silent, when nothing tells it. */
    long silenceUs() {
        return chance.between(200_000L, 5_000_000L);
    }

    boolean oneIn(int times) {
        return chance.oneIn(times);
    }
}
