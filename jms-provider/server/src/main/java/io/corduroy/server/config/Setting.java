package io.corduroy.server.config;

import java.util.List;
import java.util.Locale;

/**
 * One setting, declared once: the file, the environment, {@code --set}, the printed defaults and the program all use this.
 *
 * @param key sections and name with dots, such as {@code log.segment-size}
 * @param type how it is written and what is allowed
 * @param defaultValue the value when nobody says otherwise
 * @param comment what it does, in lines
 * @param <T> what the program uses
 */
public record Setting<T>(String key, ValueType<T> type, T defaultValue, List<String> comment) {

    static <T> Setting<T> of(String key, ValueType<T> type, T defaultValue, String... comment) {
        return new Setting<>(key, type, defaultValue, List.of(comment));
    }

    /** The part of the key after the last dot. */
    public String name() {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    /** The part of the key before the last dot. */
    public String section() {
        return key.substring(0, key.lastIndexOf('.'));
    }

    /** The environment variable that overrides the file: {@code CORDUROY_LOG_SEGMENT_SIZE}. */
    public String environmentVariable() {
        return "CORDUROY_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    T parse(String text, String where) {
        return type.parse(text)
                .orElseThrow(() ->
                        new ConfigException(where + ": " + key + " is \"" + text + "\"; allowed: " + type.allowed()));
    }
}
