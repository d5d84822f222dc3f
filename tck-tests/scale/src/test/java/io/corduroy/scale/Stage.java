package io.corduroy.scale;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.harness.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server process on a directory of its own, which goes when all is well and stays to be looked at when it is not.
 */
final class Stage implements AutoCloseable {
    final Path directory;
    final Path data;
    final BrokerProcess server;
    private boolean passed;

    Stage(String name, List<String> jvmOptions, String... settings) throws IOException {
        this(
                Files.createTempDirectory(Path.of(System.getProperty("scale.dir", "target")), name + "-"),
                jvmOptions,
                settings);
    }

    Stage(Path directory, List<String> jvmOptions, String... settings) throws IOException {
        this.directory = directory;
        this.data = directory.resolve("data");
        String[] options = new String[2 * settings.length];
        for (int i = 0; i < settings.length; i++) {
            options[2 * i] = "--set";
            options[2 * i + 1] = settings[i];
        }
        this.server = new BrokerProcess(data, jvmOptions, List.of(options));
    }

    CorduroyConnectionFactory factory() {
        return new CorduroyConnectionFactory(server.url());
    }

    long heapBytes() throws IOException, InterruptedException {
        return ServerHeap.usedBytes(server.pid());
    }

    /** What the server has read so far, from files (in the page cache or not) and links; 0 where the system does not say. */
    long readBytes() throws IOException {
        Path io = Path.of("/proc", Long.toString(server.pid()), "io");
        if (!Files.exists(io)) {
            return 0;
        }
        return Files.readAllLines(io).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }

    /** Nothing is left to look at. */
    void passed() {
        passed = true;
    }

    /** One line for whoever waits for a long run, or reads the figures. */
    static void say(String format, Object... arguments) {
        System.out.printf(format + "%n", arguments);
    }

    static long mib(long bytes) {
        return bytes >> 20;
    }

    static int size(String property, int otherwise) {
        return Integer.getInteger(property, otherwise);
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (passed) {
            DiskUse.delete(directory);
        } else {
            say("the server's log and data are left in %s", directory);
        }
    }
}
