package io.corduroy.faults;

import io.corduroy.harness.BrokerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server in a process of its own is killed with −9 again and again while applications work on it.
 *
 * <p>The long run: {@code mvn -pl tck-tests/faults -am verify -Dkills=200 -Dtest=KillLoopTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class KillLoopTest {

    private static final int KILLS = Integer.getInteger("kills", 8);

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void losesNothingAndRepeatsNothingWhileTheServerIsKilled() throws Exception {
        Path directory = Files.createTempDirectory(Path.of(System.getProperty("work.dir", "target")), "kill-loop-");
        long seed = Long.getLong("seed", System.nanoTime());

        try (BrokerProcess broker = new BrokerProcess(directory.resolve("data"), List.of("-Xmx512m"), List.of())) {
            new UnderFire(broker, seed).run(KILLS, 0, directory);
        }
    }
}
