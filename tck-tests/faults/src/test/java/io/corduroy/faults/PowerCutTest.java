package io.corduroy.faults;

import io.corduroy.faults.power.ForgetfulServer;
import io.corduroy.harness.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The power goes again and again, also during recovery, while applications work on a server in a process of its own: what it
 * did not force is lost, or kept page by page and sector by sector at random.
 *
 * <p>The long run: {@code mvn -pl tck-tests/faults -am verify -Dcuts=200 -Dtest=PowerCutTest
 * -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class PowerCutTest {

    private static final int CUTS = Integer.getInteger("cuts", 6);
    private static final int CUT_DURING_RECOVERY = 4;

    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void losesNothingThatWasConfirmedAndAlwaysStartsAgain() throws Exception {
        Path directory = Files.createTempDirectory(Path.of(System.getProperty("work.dir", "target")), "power-cut-");
        long seed = Long.getLong("seed", System.nanoTime());
        List<String> options = List.of("-Xmx512m", "-Ddisk.seed=" + seed);

        try (BrokerProcess broker =
                new BrokerProcess(ForgetfulServer.class.getName(), directory.resolve("data"), options, List.of())) {
            new UnderFire(broker, seed).run(CUTS, CUT_DURING_RECOVERY, directory);
            System.out.println("recoveries that found a torn end: " + tornEnds(broker.log()));
        }
    }

    private static long tornEnds(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("the end of partition") && line.contains("was cut"))
                    .count();
        }
    }
}
