package io.corduroy.scale;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own that is full soon: in memory, mounted for the test. Only root may do that. */
final class SmallDisk implements AutoCloseable {
    final Path directory;
    private final Thread unmount = new Thread(this::unmountQuietly, "unmount");

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Mounts it, or skips the test and says why. */
    static SmallDisk mount(int mib) throws IOException {
        Path directory = Files.createTempDirectory(Path.of(System.getProperty("scale.dir", "target")), "small-disk-");
        String failure = run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "corduroy-test", directory.toString());
        if (!failure.isEmpty()) {
            Files.delete(directory);
        }
        assumeTrue(failure.isEmpty(), "SKIPPED: a full disk needs the right to mount a tmpfs: " + failure.strip());
        SmallDisk disk = new SmallDisk(directory);
        Runtime.getRuntime().addShutdownHook(disk.unmount);
        return disk;
    }

    long freeBytes() {
        return directory.toFile().getUsableSpace();
    }

    /** Takes all the space there is, as somebody else's file would. */
    Path takeAll() throws IOException {
        Path ballast = directory.resolve("ballast");
        byte[] block = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast)) {
            while (true) {
                out.write(block);
            }
        } catch (IOException e) {
            if (freeBytes() > block.length) {
                throw e;
            }
            return ballast; // full now, as it was meant to be
        }
    }

    @Override
    public void close() throws IOException {
        String failure = run("umount", directory.toString());
        if (!failure.isEmpty()) {
            throw new IOException(failure);
        }
        Files.delete(directory);
        Runtime.getRuntime().removeShutdownHook(unmount);
    }

    private void unmountQuietly() {
        try {
            run("umount", "-l", directory.toString());
        } catch (IOException e) {
            System.err.println("left mounted: " + directory);
        }
    }

    private static String run(String... command) throws IOException {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            return String.valueOf(e.getMessage()); // no such command here
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.onExit().join().exitValue() == 0 ? "" : output + " ";
    }
}
