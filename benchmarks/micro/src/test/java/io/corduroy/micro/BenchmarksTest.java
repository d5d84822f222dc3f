package io.corduroy.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BenchmarksTest {

    private static final List<Class<?>> ALL = List.of(
            DispatchBenchmark.class,
            FrameBenchmark.class,
            LaneBenchmark.class,
            LogBenchmark.class,
            MessageBenchmark.class,
            SelectorBenchmark.class);

    private static Stream<Method> methods() {
        return ALL.stream()
                .flatMap(each -> Arrays.stream(each.getMethods()))
                .filter(method -> method.isAnnotationPresent(Benchmark.class));
    }

    /** A few hundred times each, in this VM: no figure comes of it, but a benchmark that breaks is noticed. */
    @Test
    void everyBenchmarkRuns() throws RunnerException {
        Options options = new OptionsBuilder()
                .include("io\\.corduroy\\.micro\\..*")
                .mode(Mode.SingleShotTime)
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementBatchSize(300)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();

        assertThat(new Runner(options).run())
                .extracting(result -> result.getParams().getBenchmark())
                .containsExactlyInAnyOrderElementsOf(methods()
                        .map(method -> method.getDeclaringClass().getName() + "." + method.getName())
                        .toList());
    }
}
