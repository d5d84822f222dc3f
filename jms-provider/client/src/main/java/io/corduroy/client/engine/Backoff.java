package io.corduroy.client.engine;

import java.util.random.RandomGenerator;

/** Pauses between attempts: doubling, with jitter, so that a thousand clients do not knock at the same time. */
final class Backoff {

    private final int firstMs;
    private final int maxMs;
    private final RandomGenerator random;
    private int failures;

    Backoff(int firstMs, int maxMs, RandomGenerator random) {
        this.firstMs = firstMs;
        this.maxMs = maxMs;
        this.random = random;
    }

    void onSuccess() {
        failures = 0;
    }

    /** The next pause: between the half and the whole of the doubled one before. */
    long onFailure() {
        long whole = Math.min(maxMs, (long) firstMs << Math.min(failures, 20));
        failures++;
        return whole - (long) (random.nextDouble() * whole / 2);
    }
}
