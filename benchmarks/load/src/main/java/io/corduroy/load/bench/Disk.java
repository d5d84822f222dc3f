package io.corduroy.load.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The device below a directory, and what it was given to write. Linux counts for a process too, but there a small write into the page cache counts with
 * its whole folio: a mebibyte for a kilobyte, where a file was filled by large writes.
 *
 * @param statistics of all devices, a line each
 * @param name of the device, as in there
 */
record Disk(Path statistics, String name) {

    private static final Path STATISTICS = Path.of("/proc/diskstats");
    private static final int SECTOR_BYTES = 512; // whatever the device's own are
    private static final int NAME = 2;
    private static final int SECTORS_WRITTEN = 9;

    static Disk of(Path directory) throws IOException {
        Path device = Path.of(Files.getFileStore(directory).name()).getFileName();
        return new Disk(STATISTICS, device == null ? "" : device.toString());
    }

    /** Since the machine was started, by everybody; empty if the system does not say, as for a file system without a device. */
    OptionalLong writtenBytes() throws IOException {
        if (!Files.isReadable(statistics)) {
            return OptionalLong.empty();
        }
        return Files.readAllLines(statistics).stream()
                .map(line -> line.strip().split(" +", -1))
                .filter(fields -> fields.length > SECTORS_WRITTEN && fields[NAME].equals(name))
                .mapToLong(fields -> Long.parseLong(fields[SECTORS_WRITTEN]) * SECTOR_BYTES)
                .findFirst();
    }
}
