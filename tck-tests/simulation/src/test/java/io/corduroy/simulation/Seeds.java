package io.corduroy.simulation;

import io.corduroy.simulation.history.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs seeds on all cores, one run per thread. */
final class Seeds {

    private static final int SHOWN_FAILURES = 5;
    private static final int SAID_EVERY = 500;

    private final int partitions;
    private final Totals totals = new Totals();
    private final List<String> failures = new ArrayList<>();
    private int done;

    private Seeds(int partitions) {
        this.partitions = partitions;
    }

    /** Runs from the first to the last seed, both inside. */
    static Seeds run(long first, long last, int partitions) {
        Seeds seeds = new Seeds(partitions);
        ExecutorService cores =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (long seed = first; seed <= last; seed++) {
                long each = seed;
                runs.add(cores.submit(
                        () -> seeds.run(each))); // keeps nothing of the run, of which there may be thousands
            }
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("a run did not end", e);
        } finally {
            cores.shutdownNow();
        }
        return seeds;
    }

    private void run(long seed) {
        try {
            note(seed, new Simulation(seed, partitions, false).run());
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + " did not end; " + replay(seed, partitions), e);
        }
    }

    private synchronized void note(long seed, Simulation run) {
        totals.addAll(run.totals());
        done++;
        if (!run.world().violations().isEmpty()) {
            failures.add(describe(seed, partitions, run));
            System.out.println(describe(seed, partitions, run));
        }
        if (done % SAID_EVERY == 0) {
            System.out.println(done + " seeds done, " + failures.size() + " with a violation");
        }
    }

    /** What was violated, and what to type. */
    static String describe(long seed, int partitions, Simulation run) {
        return run.world().violations().get(0) + "; " + replay(seed, partitions);
    }

    static String replay(long seed, int partitions) {
        String several = partitions == 1 ? "" : " -Dpartitions=" + partitions;
        return "replay: mvn -Psimulate -Dseed=" + seed + several + " -pl tck-tests/simulation -am verify";
    }

    Totals totals() {
        return totals;
    }

    /** One line per failed seed, the first few. */
    synchronized List<String> failures() {
        return failures.subList(0, Math.min(SHOWN_FAILURES, failures.size()));
    }
}
