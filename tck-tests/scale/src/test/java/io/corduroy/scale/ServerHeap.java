package io.corduroy.scale;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of a server process, asked for by the JDK's own tool. */
final class ServerHeap {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private ServerHeap() {}

    /** Bytes in use after a full collection: what the server holds, without garbage. */
    static long usedBytes(long pid) throws IOException, InterruptedException {
        run(pid, "GC.run");
        long kib = 0;
        for (String line : run(pid, "GC.heap_info").lines().toList()) {
            Matcher matcher = USED.matcher(line);
            if (matcher.find() && !line.contains("Metaspace") && !line.contains("class space")) {
                kib += Long.parseLong(matcher.group(1));
            }
        }
        return kib << 10;
    }

    private static String run(long pid, String command) throws IOException, InterruptedException {
        Path tool = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(tool.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + pid + " " + command + " failed: " + output);
        }
        return output;
    }
}
