package io.corduroy.log.sim;

/** The machine stopped in the middle of an operation. No {@link java.io.IOException}, so that nobody handles it by accident. */
public final class SimulatedCrash extends RuntimeException {
    SimulatedCrash(String operation) {
        super("the simulated machine stopped during " + operation);
    }
}
