package io.corduroy.server;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import io.corduroy.server.config.ConfigException;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What a data directory is, in its file {@code node}: lines of {@code key: value}, the format's version first, so that a later
 * or an earlier program knows what it has before it touches a log.
 *
 * @param node the node's number
 * @param partitions how many logs there are; destinations are placed by it, so it never changes
 */
record NodeIdentity(int node, int partitions) {

    static final String FILE = "node";
    static final int FORMAT_VERSION = 1;

    private static final String FORMAT_KEY = "corduroy-data-format";
    private static final String CHECKSUM_KEY = "crc32c: ";
    private static final int MAX_FILE_BYTES = 4_096;

    /** Reads the identity of a directory and compares it with the configuration; writes one if the directory is new. */
    static NodeIdentity establish(Storage storage, NodeConfig config) throws IOException {
        if (!storage.list().contains(FILE)) {
            NodeIdentity fresh = new NodeIdentity(config.get(Settings.NODE_ID), config.get(Settings.NODE_PARTITIONS));
            fresh.write(storage);
            return fresh;
        }
        NodeIdentity found = read(storage);
        if (config.isSet(Settings.NODE_ID) && config.get(Settings.NODE_ID) != found.node) {
            throw new ConfigException("node.id is " + config.get(Settings.NODE_ID) + ", but " + storage.location()
                    + " belongs to node " + found.node + ": start it with that number, or with another directory");
        }
        if (config.isSet(Settings.NODE_PARTITIONS) && config.get(Settings.NODE_PARTITIONS) != found.partitions) {
            throw new ConfigException("node.partitions is " + config.get(Settings.NODE_PARTITIONS) + ", but "
                    + storage.location() + " was created with " + found.partitions
                    + ", which cannot change: destinations are placed by it. Leave the setting out, or move the"
                    + " messages to a new directory");
        }
        return found;
    }

    /**
     * Reads the identity of a directory.
     *
     * @throws ConfigException if this program cannot use the directory
     */
    static NodeIdentity read(Storage storage) throws IOException {
        Map<String, Integer> values = new LinkedHashMap<>();
        String place = storage.location() + "/" + FILE;
        String text;
        try (LogFile file = storage.open(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX_FILE_BYTES));
            file.read(0, bytes);
            text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
        }
        int version = versionOf(text);
        if (version != FORMAT_VERSION) {
            throw new ConfigException(
                    place + ": data format " + version + ", expected " + FORMAT_VERSION + ": this program reads format "
                            + FORMAT_VERSION + "; use the program that wrote it, or restore the file if it is damaged");
        }
        int sumAt = text.indexOf(CHECKSUM_KEY);
        String facts = sumAt < 0 ? text : text.substring(0, sumAt);
        String expected = facts + checksumLine(facts);
        if (!text.equals(expected)) {
            throw new ConfigException(place + ", position " + firstDifference(text, expected) + ": found \""
                    + text.strip().replace("\n", "; ") + "\", expected lines that end in \""
                    + checksumLine(facts).strip()
                    + "\"; it was not written by Corduroy, or is damaged: restore it from a"
                    + " backup");
        }
        try {
            for (String line : facts.lines().toList()) {
                String[] parts = line.split(":", 2);
                values.put(parts[0].strip(), Integer.parseInt(parts[1].strip()));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new ConfigException(place + ": not written by Corduroy; restore it from a backup", e);
        }
        if (!values.containsKey("node") || !values.containsKey("partitions")) {
            throw new ConfigException(place + ": node or partitions is missing; restore it from a backup");
        }
        return new NodeIdentity(values.get("node"), values.get("partitions"));
    }

    /** What the first line says; the present version if it says nothing that makes sense, which the checksum will find. */
    private static int versionOf(String text) {
        String first = text.lines().findFirst().orElse("");
        try {
            return first.startsWith(FORMAT_KEY + ": ")
                    ? Integer.parseInt(first.substring(FORMAT_KEY.length() + 2))
                    : FORMAT_VERSION;
        } catch (NumberFormatException e) {
            return FORMAT_VERSION;
        }
    }

    /** A flipped bit in a number would be another number: destinations would be looked for where they are not. */
    private static String checksumLine(String facts) {
        CRC32C crc = new CRC32C();
        crc.update(facts.getBytes(StandardCharsets.ISO_8859_1));
        return CHECKSUM_KEY + Long.toHexString(crc.getValue()) + "\n";
    }

    private static int firstDifference(String text, String expected) {
        int at = 0;
        while (at < Math.min(text.length(), expected.length()) && text.charAt(at) == expected.charAt(at)) {
            at++;
        }
        return at;
    }

    private void write(Storage storage) throws IOException {
        String facts = FORMAT_KEY + ": " + FORMAT_VERSION + "\nnode: " + node + "\npartitions: " + partitions + "\n";
        String text = facts + checksumLine(facts);
        String temporary = FILE + ".tmp";
        storage.delete(temporary); // of a first start that died here
        try (LogFile file = storage.create(temporary)) {
            file.write(0, List.of(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))));
            file.force();
        }
        storage.rename(temporary, FILE);
        storage.forceDirectory();
    }
}
