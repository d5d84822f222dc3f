package io.corduroy.load.bench;

import io.corduroy.load.Conductor.Request;
import io.corduroy.load.Driver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Does what a driver asks for while it runs, and remembers what both processes have used between its marks. */
final class Stage implements Child.Lines {

    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");

    private final Server server;
    private final Child driver;
    private final Disk disk;
    private final List<String> next;
    private Cost serverCost = Cost.NONE;
    private Cost driverCost = Cost.NONE;
    private Optional<Calls> calls = Optional.empty();
    private OptionalLong writtenBefore = OptionalLong.empty();
    private OptionalLong writtenBytes = OptionalLong.empty();

    /**
     * For one run.
     *
     * @param next its options, beside those of the driver's command line
     */
    Stage(Server server, Child driver, Disk disk, List<String> next) {
        this.server = server;
        this.driver = driver;
        this.disk = disk;
        this.next = List.copyOf(next);
    }

    Cost server() {
        return serverCost;
    }

    Cost driver() {
        return driverCost;
    }

    Optional<Calls> calls() {
        return calls;
    }

    /** By the disk, between the marks; empty if nobody knows. */
    OptionalLong writtenBytes() {
        return writtenBytes;
    }

    @Override
    public void line(String line) throws IOException, InterruptedException {
        for (Request request : Request.values()) {
            if (request.isLine(line)) {
                driver.tell(answer(request));
            }
        }
    }

    private String answer(Request request) throws IOException, InterruptedException {
        return switch (request) {
            case NEXT -> Driver.RUN + " " + String.join(" ", next);
            case BEGIN -> {
                server.beginCounting();
                serverCost = server.cost();
                driverCost = Cost.of(driver.pid());
                writtenBefore = disk.writtenBytes();
                yield "";
            }
            case END -> {
                serverCost = server.cost().since(serverCost);
                driverCost = Cost.of(driver.pid()).since(driverCost);
                calls = server.endCounting();
                writtenBytes = written(disk.writtenBytes());
                yield "";
            }
            case START_SERVER -> Long.toString(server.start());
            case RESTART_SERVER -> {
                server.restart();
                serverCost = Cost.NONE; // the new one's
                yield "";
            }
            case DROP_CACHES -> Boolean.toString(dropCaches());
        };
    }

    private OptionalLong written(OptionalLong now) {
        return now.isPresent() && writtenBefore.isPresent()
                ? OptionalLong.of(now.getAsLong() - writtenBefore.getAsLong())
                : OptionalLong.empty();
    }

    private static boolean dropCaches() throws IOException, InterruptedException {
        if (!Files.isWritable(DROP_CACHES)) {
            return false;
        }
        new ProcessBuilder("sync").start().waitFor();
        Files.writeString(DROP_CACHES, "3\n");
        return true;
    }
}
