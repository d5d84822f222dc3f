package io.corduroy.conformance.artemis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Asks Artemis the tests by section and prints what it passes. It fails for none of them: who is right is read in the
 * specification. {@code -Dsections=Section8_3} asks a part.
 */
class ArtemisTableTest {

    private static final String PACKAGE = "io.corduroy.conformance.section";
    private static final int CAUSE_LENGTH = 160;

    /** What came of the tests of one class. */
    private static final class Row {
        private int passed;
        private final List<String> failed = new ArrayList<>();
    }

    private final Map<String, Row> rows = new TreeMap<>();

    private final TestExecutionListener table = new TestExecutionListener() {
        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() && test.getSource().orElse(null) instanceof MethodSource source) {
                String name = source.getClassName();
                Row row = rows.computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), any -> new Row());
                if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
                    row.passed++;
                } else {
                    row.failed.add(source.getMethodName() + " " + test.getDisplayName() + ": "
                            + result.getThrowable()
                                    .map(ArtemisTableTest::inOneLine)
                                    .orElse("aborted"));
                }
            }
        }
    };

    private static String inOneLine(Throwable cause) {
        String text = cause.toString().replaceAll("\\s+", " ");
        return text.substring(0, Math.min(CAUSE_LENGTH, text.length()));
    }

    @Test
    void printsWhatArtemisPasses() {
        System.setProperty("conformance.providers", ArtemisUnderTest.class.getName());
        LauncherDiscoveryRequest sections = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectPackage(PACKAGE))
                .filters(includeClassNamePatterns(
                        ".*\\." + System.getProperty("sections", "Section") + "[0-9_]*[A-Z]\\w*Test"))
                .build();

        LauncherFactory.create().execute(sections, table);

        int passed = 0;
        int failed = 0;
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Row> each : rows.entrySet()) {
            Row row = each.getValue();
            passed += row.passed;
            failed += row.failed.size();
            text.append(String.format("%-50s %4d passed %4d not%n", each.getKey(), row.passed, row.failed.size()));
            row.failed.forEach(test -> text.append("    ").append(test).append(System.lineSeparator()));
        }
        System.out.println(text);
        System.out.printf("Artemis: %d passed, %d not%n", passed, failed);
        assertThat(rows).isNotEmpty();
    }
}
