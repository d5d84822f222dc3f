package io.corduroy.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a process has used since it began, as Linux counts it.
 *
 * @param cpuMs of all its threads
 * @param writtenBytes that it has caused to be sent to the disk
 * @param residentKib at most at any time
 */
record Cost(long cpuMs, long writtenBytes, long residentKib) {

    private static final long MS_PER_TICK = 10; // USER_HZ is 100 on every Linux that Java runs on

    /** Zeros where the system does not say. */
    static Cost of(long pid) throws IOException {
        Path proc = Path.of("/proc", Long.toString(pid));
        if (!Files.exists(proc.resolve("io"))) {
            return new Cost(0, 0, 0);
        }
        String stat = Files.readString(proc.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        return new Cost(
                ticks * MS_PER_TICK,
                number(proc.resolve("io"), "write_bytes:"),
                number(proc.resolve("status"), "VmHWM:"));
    }

    private static long number(Path file, String key) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum();
    }

    Cost since(Cost before) {
        return new Cost(cpuMs - before.cpuMs, writtenBytes - before.writtenBytes, residentKib);
    }
}
