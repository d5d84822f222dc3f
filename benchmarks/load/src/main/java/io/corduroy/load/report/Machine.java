package io.corduroy.load.report;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What figures depend on. */
final class Machine {

    private static final double GIB = 1L << 30;

    private Machine() {}

    /** This machine, which is taken for the one that was measured, by the names of its parts. */
    static Map<String, String> here(Path results) throws IOException {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put(
                "processor",
                first(Path.of("/proc/cpuinfo"), "model name") + ", "
                        + Runtime.getRuntime().availableProcessors() + " cores");
        String kib = first(Path.of("/proc/meminfo"), "MemTotal").replaceAll("[^0-9]", "");
        parts.put("memory", kib.isEmpty() ? "?" : Math.round(Long.parseLong(kib) * 1024 / GIB) + " GiB");
        parts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        FileStore disk = Files.getFileStore(results);
        parts.put(
                "disk",
                String.format(Locale.ROOT, "%s, %s, %.0f GiB", disk.name(), disk.type(), disk.getTotalSpace() / GIB));
        parts.put("Java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        return parts;
    }

    /** Value of the first line that begins with a key; a question mark where there is none. */
    private static String first(Path file, String key) throws IOException {
        if (!Files.isReadable(file)) {
            return "?";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("?");
    }
}
