package io.corduroy.simulation.world;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Chance for one concern. Each concern draws from a sequence of its own, so that a change in how one part rolls its dice
 * does not change what befalls the others.
 */
public final class Chance {

    private final SplittableRandom random;

    Chance(long seed, String concern) {
        long mixed = seed * 0x9E3779B97F4A7C15L ^ (concern.hashCode() * 0xC2B2AE3D27D4EB4FL);
        random = new SplittableRandom(mixed);
    }

    /** The generator itself, for code under test that wants one. */
    public RandomGenerator generator() {
        return random;
    }

    /** True once in so many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** From {@code low} to {@code high}, both inside. */
    public int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** From {@code low} to {@code high}, both inside. */
    public long between(long low, long high) {
        return random.nextLong(low, high + 1);
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** A time as devices and networks take it: near what is usual, sometimes ten times that, rarely a hundred times. */
    public long delayUs(long usualUs) {
        int tail = random.nextInt(1_000);
        long scale = tail < 980 ? usualUs : tail < 998 ? usualUs * 10 : usualUs * 100;
        return random.nextLong(scale / 2, scale * 2 + 1);
    }
}
