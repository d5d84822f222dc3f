package io.corduroy.server.metrics;

import java.util.function.ToDoubleFunction;

/**
 * One number about something.
 *
 * @param name words with dots, unit last
 * @param description a sentence
 * @param counts whether it only grows while the node runs; else it goes up and down
 * @param value reads it from a snapshot
 * @param <S> the snapshot
 */
record Figure<S>(String name, String description, boolean counts, ToDoubleFunction<S> value) {

    static <S> Figure<S> gauge(String name, String description, ToDoubleFunction<S> value) {
        return new Figure<>(name, description, false, value);
    }

    static <S> Figure<S> counter(String name, String description, ToDoubleFunction<S> value) {
        return new Figure<>(name, description, true, value);
    }

    /** As an attribute of an MBean: {@code FlushP99Micros}. */
    String attributeName() {
        StringBuilder attribute = new StringBuilder();
        for (String word : name.split("\\.", -1)) {
            attribute.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return attribute.toString();
    }

    /** As Prometheus has it: {@code corduroy_partition_forces_total}. */
    String prometheusName(String prefix) {
        return prefix + name.replace('.', '_') + (counts ? "_total" : "");
    }
}
