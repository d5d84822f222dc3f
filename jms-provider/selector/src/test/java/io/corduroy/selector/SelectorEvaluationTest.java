package io.corduroy.selector;

import static io.corduroy.selector.Messages.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for a compiled selector whatever its text: it allocates nothing, threads share it, it asks for little. */
class SelectorEvaluationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s = 'blue' AND n > 2500",
                "n * 2 + d / 3 - 1 > 0 AND -n < +d",
                "n BETWEEN 1 AND d OR s NOT IN ('a', 'b', 'c')",
                "s LIKE '%l_e' AND NOT missing = 1 AND flag",
                "(n > 1) = flag AND missing IS NULL AND n + s <> 1"
            })
    void evaluationAllocatesNothing(String text) throws SelectorException {
        Selector selector = Selector.parse(text);
        MessageView view = message("s", "blue", "n", 5000, "d", 70000.5, "flag", true);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        count(selector, view, 1_000);

        long before = threads.getThreadAllocatedBytes(self);
        count(selector, view, 10_000);
        long allocatedBytes = threads.getThreadAllocatedBytes(self) - before;

        assertThat(allocatedBytes).isLessThan(10_000);
    }

    private static int count(Selector selector, MessageView view, int times) {
        int matches = 0;
        for (int i = 0; i < times; i++) {
            matches += selector.matches(view) ? 1 : 0;
        }
        return matches;
    }

    @Test
    void threadsShareOneSelectorWithArithmetic() throws Exception {
        Selector selector = Selector.parse("a * 2 + b = c");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> results = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int a = thread + 1;
                MessageView match = message("a", a, "b", 7L, "c", a * 2 + 7.0);
                MessageView mismatch = message("a", a, "b", 7L, "c", a * 2 + 8.0);
                results.add(threads.submit(() -> {
                    int wrong = 0;
                    for (int i = 0; i < 50_000; i++) {
                        wrong += selector.matches(match) && !selector.matches(mismatch) ? 0 : 1;
                    }
                    return wrong;
                }));
            }

            for (Future<Integer> result : results) {
                assertThat(result.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void viewThatFailsLeavesTheSelectorUsable() throws SelectorException {
        Selector selector = Selector.parse("a + 1 = 2");
        MessageView broken = name -> {
            throw new IllegalStateException("broken view");
        };

        try {
            selector.matches(broken);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("broken view");
        }

        assertThat(selector.matches(message("a", 1))).isTrue();
    }

    @Test
    void asksOnlyForValuesThatMatter() throws SelectorException {
        List<String> asked = new ArrayList<>();
        Selector selector = Selector.parse("a = 1 AND b = 2 AND (c = 3 OR d = 4)");

        selector.matches(name -> {
            asked.add(name);
            return name.equals("b") ? 0 : 1;
        });

        assertThat(asked).containsExactly("a", "b");
    }

    @Test
    void equalTextsMakeEqualSelectors() throws SelectorException {
        assertThat(Selector.parse("a = 1"))
                .isEqualTo(Selector.parse("a = 1"))
                .hasSameHashCodeAs(Selector.parse("a = 1"));
        assertThat(Selector.parse("a = 1")).isNotEqualTo(Selector.parse("a  = 1"));
        assertThat(Selector.parse(" a = 1").text()).isEqualTo(" a = 1");
        assertThat(Selector.parse("a = 1")).hasToString("a = 1");
    }
}
