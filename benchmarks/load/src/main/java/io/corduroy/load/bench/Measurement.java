package io.corduroy.load.bench;

import io.corduroy.load.Result;
import java.util.Locale;

/**
 * One provider in one round.
 *
 * @param server what its process has used while the driver ran, warm-up included
 */
record Measurement(String scenario, String contender, int round, Result result, Cost server) {

    double p(double percentile) {
        return result.latencies().getValueAtPercentile(percentile) / 1e3;
    }

    /** A line of JSON, for whoever wants to look at it otherwise. */
    String asJson(String settings) {
        return String.format(
                Locale.ROOT,
                "{\"scenario\":\"%s\",\"contender\":\"%s\",\"round\":%d,\"perSecond\":%.1f,\"received\":%d,"
                        + "\"p50us\":%.1f,\"p99us\":%.1f,\"p999us\":%.1f,\"maxus\":%.1f,\"lost\":%d,\"duplicates\":%d,"
                        + "\"disordered\":%d,\"serverCpuMs\":%d,\"serverWrittenBytes\":%d,\"serverResidentKib\":%d,"
                        + "\"settings\":\"%s\"}",
                scenario,
                contender,
                round,
                result.perSecond(),
                result.received(),
                p(50),
                p(99),
                p(99.9),
                p(100),
                result.lost(),
                result.duplicates(),
                result.disordered(),
                server.cpuMs(),
                server.writtenBytes(),
                server.residentKib(),
                settings);
    }
}
