package io.corduroy.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process has used since it began, as Linux counts it.
 *
 * @param cpuMs of all its threads
 * @param residentKib at most at any time
 * @param waits how often one of its threads has given up the processor to wait for something
 */
record Cost(long cpuMs, long residentKib, long waits) {

    static final Cost NONE = new Cost(0, 0, 0);

    private static final long MS_PER_TICK = 10; // USER_HZ is 100 on every Linux that Java runs on

    /** Zeros where the system does not say. */
    static Cost of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(proc.resolve("stat"))) {
            return NONE;
        }
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new Cost(ticks * MS_PER_TICK, number(proc.resolve("status"), "VmHWM:"), waits(proc.resolve("task")));
    }

    private static long waits(Path tasks) throws IOException {
        List<Path> threads;
        try (Stream<Path> all = Files.list(tasks)) {
            threads = all.toList();
        }
        long sum = 0;
        for (Path thread : threads) {
            sum += waitsOf(thread);
        }
        return sum;
    }

    private static long waitsOf(Path thread) throws IOException {
        try {
            return number(thread.resolve("status"), "voluntary_ctxt_switches:");
        } catch (NoSuchFileException e) {
            return 0; // has ended meanwhile
        }
    }

    private static long number(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    Cost since(Cost before) {
        return new Cost(cpuMs - before.cpuMs, residentKib, Math.max(0, waits - before.waits));
    }

    Cost withResidentAtLeast(long kib) {
        return new Cost(cpuMs, Math.max(residentKib, kib), waits);
    }
}
