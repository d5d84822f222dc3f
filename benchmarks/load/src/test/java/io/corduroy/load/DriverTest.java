package io.corduroy.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyConnectionFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DriverTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Result run(String options) throws Exception {
        Map<String, String> all = new HashMap<>(Map.of("warmup-ms", "50", "measure-ms", "200"));
        for (String option : options.split(" ", -1)) {
            all.put(option.substring(0, option.indexOf('=')), option.substring(option.indexOf('=') + 1));
        }
        String url = "corduroy:embedded:" + directory + "?node.keep-open=false";
        return Driver.load(new JmsProvider(new CorduroyConnectionFactory(url)), Workload.of(all), request -> "")
                .run();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "style=BLOCKING",
                "style=BLOCKING producers=4 consumers=2",
                "style=WINDOW window=64",
                "style=TRANSACTED window=10",
                "acknowledge-every=7",
                "persistent=false",
                "rate=500",
                "producers=2 consumers=4 destinations=8",
                "destination=TOPIC consumers=3",
                "destination=DURABLE consumers=3",
                "body-bytes=100000",
                "shape=BACKLOG messages=1000 style=WINDOW window=64",
                "shape=BACKLOG messages=1000 destinations=20 producers=4 drained=2 cold=true",
                "shape=BACKLOG messages=1000 shares=100",
                "shape=REQUESTS producers=2 persistent=false",
                "shape=LARGE body-bytes=3000000"
            })
    void everyWorkloadComesThroughWhole(String options) throws Exception {
        Result result = run(options);

        assertThat(result.received()).isPositive();
        assertThat(result.seconds()).isPositive();
        assertThat(result.isRight()).as(result.asLine()).isTrue();
    }

    @Test
    void aRateIsKept() throws Exception {
        Result result = run("rate=200 producers=2 measure-ms=500");

        assertThat(result.received()).isBetween(95L, 101L);
    }

    @Test
    void aSelectedShareCountsAllThatWasLookedAt() throws Exception {
        Result result = run("shape=BACKLOG messages=1000 shares=100");

        assertThat(result.latencies().getTotalCount()).isEqualTo(10);
        assertThat(result.received()).isEqualTo(1000);
    }

    @Test
    void theFirstMessageIsTimedFromWhenTheServerStarted() throws Exception {
        String url = "corduroy:embedded:" + directory + "?node.keep-open=false";
        long startedNs = System.nanoTime() - TimeUnit.SECONDS.toNanos(2);

        Result result = Driver.load(
                        new JmsProvider(new CorduroyConnectionFactory(url)),
                        Workload.of(Map.of("shape", "FIRST")),
                        request -> Long.toString(startedNs))
                .run();

        assertThat(result.seconds()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whoeverConductsHearsWhatCountsAndWhatIsKilled() throws Exception {
        List<Conductor.Request> asked = new CopyOnWriteArrayList<>();
        String url = "corduroy:embedded:" + directory + "?node.keep-open=false";

        Driver.load(
                        new JmsProvider(new CorduroyConnectionFactory(url)),
                        Workload.of(Map.of("warmup-ms", "50", "measure-ms", "100", "kill-after-ms", "20")),
                        request -> {
                            asked.add(request);
                            return "";
                        })
                .run();

        assertThat(asked)
                .containsExactly(Conductor.Request.BEGIN, Conductor.Request.RESTART_SERVER, Conductor.Request.END);
    }

    @Test
    void aResultIsReadAsItWasWritten() throws Exception {
        Result result = run("rate=500");

        Result read = Result.ofLine(result.asLine());

        assertThat(read).isEqualTo(result);
    }

    @Test
    void whatIsNoOptionIsSaid() {
        assertThatThrownBy(() -> Workload.of(Map.of("producer", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("producer;")
                .hasMessageContaining("producers");
        assertThatThrownBy(() -> Workload.of(Map.of("body-bytes", "3"))).hasMessageContaining("21 bytes");
    }
}
