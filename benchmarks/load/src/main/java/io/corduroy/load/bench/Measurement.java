package io.corduroy.load.bench;

import io.corduroy.load.Result;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One provider in one round.
 *
 * @param server what its process has used in the part that counts
 * @param driver the same of the process with the clients
 * @param calls of the server in that part, if anybody could count them
 * @param writtenBytes by the disk in that part, if anybody knows
 * @param settings of the server, both virtual machines and the load
 */
record Measurement(
        String scenario,
        String contender,
        int round,
        Result result,
        Cost server,
        Cost driver,
        Optional<Calls> calls,
        OptionalLong writtenBytes,
        String settings) {

    double p(double percentile) {
        return result.latencies().getValueAtPercentile(percentile) / 1e3;
    }

    /** A line of JSON, for whoever wants to look at it otherwise. */
    String asJson() {
        return String.format(
                Locale.ROOT,
                "{\"scenario\":\"%s\",\"contender\":\"%s\",\"round\":%d,\"perSecond\":%.1f,\"received\":%d,"
                        + "\"p50us\":%.1f,\"p99us\":%.1f,\"p999us\":%.1f,\"maxus\":%.1f,\"lost\":%d,\"duplicates\":%d,"
                        + "\"disordered\":%d,\"serverCpuMs\":%d,\"serverResidentKib\":%d,"
                        + "\"serverWaits\":%d,\"driverCpuMs\":%d,\"driverResidentKib\":%d,\"driverWaits\":%d,%s%s\"settings\":\"%s\"}",
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
                server.residentKib(),
                server.waits(),
                driver.cpuMs(),
                driver.residentKib(),
                driver.waits(),
                calls.map(each -> String.format(
                                "\"forces\":%d,\"writes\":%d,\"submits\":%d,",
                                each.forces(), each.writes(), each.submits()))
                        .orElse(""),
                writtenBytes.isPresent() ? "\"diskWrittenBytes\":" + writtenBytes.getAsLong() + "," : "",
                settings.replace("\\", "\\\\").replace("\"", "\\\""));
    }
}
