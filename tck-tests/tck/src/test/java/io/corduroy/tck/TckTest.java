package io.corduroy.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the Jakarta Messaging TCK that need no container, all of them, from a folder that its user names. */
class TckTest {

    private static final String NOT_HERE =
            "The official TCK is skipped: it is not here. -Dtck.classes=FOLDER names its compiled"
                    + " classes or jars, see tck-tests/README.md.";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void everyTestThatNeedsNoContainerPasses() throws Exception {
        String given = System.getProperty("tck.classes", "");
        if (given.isBlank()) {
            System.out.println(NOT_HERE);
        }
        assumeTrue(!given.isBlank(), NOT_HERE);
        TckClasses classes = TckClasses.in(Path.of(given));
        String only = System.getProperty("tck.only", "");
        List<String> tests =
                classes.tests().stream().filter(name -> name.contains(only)).toList();
        TckHarness harness = new TckHarness(
                classes,
                System.getProperty("tck.over", "tcp"),
                Integer.getInteger("tck.shards", 2),
                Integer.getInteger("tck.timeout-ms", 10_000));

        for (int run = 1; run <= Integer.getInteger("tck.runs", 1); run++) {
            List<TckResult> results = harness.run(tests, folder.resolve("run-" + run));
            System.out.println(PassTable.of(results));

            assertThat(results).isNotEmpty();
            assertThat(results.stream().filter(result -> !result.passed()).map(TckResult::test))
                    .isEmpty();
        }
    }
}
