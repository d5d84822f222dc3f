package io.corduroy.tck;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What passed, by the TCK's folders. */
final class PassTable {

    private PassTable() {}

    static String of(List<TckResult> results) {
        Map<String, List<TckResult>> groups =
                results.stream().collect(Collectors.groupingBy(TckResult::group, TreeMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder();
        String row = "%-44s %7s %7s %9s%n";
        table.append(String.format(row, "group", "passed", "failed", "seconds"));
        groups.forEach((group, all) -> table.append(row(row, group, all)));
        table.append(row(row, "all", results));
        results.stream()
                .filter(result -> !result.passed())
                .forEach(result ->
                        table.append(String.format("FAILED %s%n       %s%n", result.test(), result.failure())));
        return table.toString();
    }

    private static String row(String format, String name, List<TckResult> results) {
        long passed = results.stream().filter(TckResult::passed).count();
        long tookMs = results.stream().mapToLong(TckResult::tookMs).sum();
        return String.format(format, name, passed, results.size() - passed, tookMs / 1_000);
    }
}
