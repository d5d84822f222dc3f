package io.corduroy.broker.record;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Settings of a destination as records and checkpoints hold them: names and values, by name. */
public final class SettingsText {
    private SettingsText() {}

    /** How many characters are in it, with some for the lengths. */
    public static int characters(Map<String, String> settings) {
        int characters = Varints.MAX_BYTES;
        for (Map.Entry<String, String> each : settings.entrySet()) {
            characters += each.getKey().length() + each.getValue().length() + 2 * Varints.MAX_BYTES;
        }
        return characters;
    }

    /** Writes them in the order of their names, so that equal settings give equal bytes. */
    public static void put(ByteBuffer out, Map<String, String> settings) {
        Varints.put(out, settings.size());
        new TreeMap<>(settings).forEach((key, value) -> {
            Varints.putString(out, key);
            Varints.putString(out, value);
        });
    }

    /**
     * Reads them.
     *
     * @throws MalformedRecordException if the bytes are none
     */
    public static Map<String, String> get(ByteBuffer in) {
        int count = Varints.getInt(in);
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            String key = Varints.getString(in);
            settings.put(key, Varints.getString(in));
        }
        return settings;
    }
}
