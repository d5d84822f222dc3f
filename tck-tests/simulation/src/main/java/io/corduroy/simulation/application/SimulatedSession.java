package io.corduroy.simulation.application;

import io.corduroy.client.engine.Completion;
import io.corduroy.client.engine.Failure;
import io.corduroy.client.engine.Nothing;
import io.corduroy.simulation.history.Outcome;
import io.corduroy.simulation.world.Alarm;
import io.corduroy.simulation.world.Chance;
import org.jspecify.annotations.Nullable;

/**
 * A session and the application code that uses it: one step at a time, as one thread would.
 *
 * <p>A step that has to wait for the broker leaves the session waiting; whoever ends the wait calls {@link #proceed}.
 */
public abstract class SimulatedSession {

    private static final long CALM_THINK_US = 200;

    final SimulatedClient client;
    final Chance chance;
    final Sender sender;
    private final int id;
    private final long thinkUs;
    private @Nullable Alarm nextStep;
    private boolean begun;
    private int waits;
    private boolean calm;

    SimulatedSession(SimulatedClient client, SessionPlan plan) {
        this.client = client;
        this.id = client.nextSessionId();
        this.chance = client.world.chance(client.name + " session " + id);
        this.thinkUs = plan.thinkUs();
        this.sender = new Sender(this, plan);
    }

    public int id() {
        return id;
    }

    String name() {
        return client.name + "/" + id;
    }

    /** The connection stands: the first step may come. */
    void begin() {
        begun = true;
        wake();
    }

    /** There may be something to do. */
    void wake() {
        if (begun && waits == 0 && nextStep == null) {
            nextStep = client.world.after(chance.delayUs(calm ? CALM_THINK_US : thinkUs), () -> {
                nextStep = null;
                if (waits == 0 && !client.isGone()) {
                    client.call(this::step);
                }
            });
        }
    }

    /** Does one thing, then {@linkplain #wake wakes} itself, waits, or leaves it to others to wake it. */
    abstract void step();

    /** A browser has seen everything. */
    void onBrowsed(int consumerId) {}

    /** No mischief from now on, and nothing new. */
    void calmDown() {
        calm = true;
        wake();
    }

    boolean isCalm() {
        return calm;
    }

    /** Whether nothing is under way. */
    boolean isIdle() {
        return waits == 0 && nextStep == null && sender.isIdle();
    }

    @Override
    public String toString() {
        return name() + " (" + getClass().getSimpleName() + ", waits for " + waits + ")";
    }

    /** No step before {@link #proceed} was called as often. */
    void await() {
        waits++;
    }

    void proceed() {
        waits--;
        wake();
    }

    /** A completion that ends a wait whatever happens. */
    Completion<Nothing> then(java.util.function.Consumer<Outcome> ended) {
        await();
        return Completion.of(
                done -> {
                    ended.accept(Outcome.CONFIRMED);
                    proceed();
                },
                failure -> {
                    ended.accept(outcomeOf(failure));
                    proceed();
                });
    }

    static Outcome outcomeOf(Failure failure) {
        return failure.kind() == Failure.Kind.REFUSED ? Outcome.VOID : Outcome.UNKNOWN;
    }
}
