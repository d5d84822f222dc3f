package io.corduroy.tck;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How one test ended.
 *
 * @param test class and method
 * @param failure what was thrown, empty if it passed
 * @param tookMs how long it took
 */
record TckResult(String test, String failure, long tookMs) {

    boolean passed() {
        return failure.isEmpty();
    }

    /** Its folder in the TCK, such as {@code core/queuetests}. */
    String group() {
        String name = test.substring(0, test.indexOf('#'));
        return name.substring("com.sun.ts.tests.jms.".length(), name.lastIndexOf('.'))
                .replace('.', '/');
    }

    /** A line for a file. */
    String toLine() {
        return test + ' ' + tookMs + ' ' + Base64.getEncoder().encodeToString(failure.getBytes(StandardCharsets.UTF_8));
    }

    static TckResult of(String line) {
        String[] parts = line.split(" ", -1);
        return new TckResult(
                parts[0],
                new String(Base64.getDecoder().decode(parts[2]), StandardCharsets.UTF_8),
                Long.parseLong(parts[1]));
    }
}
