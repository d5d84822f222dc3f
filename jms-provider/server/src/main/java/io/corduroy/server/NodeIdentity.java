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
        try (LogFile file = storage.open(FILE)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), MAX_FILE_BYTES));
            file.read(0, bytes);
            String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
            for (String line : text.lines().toList()) {
                String[] parts = line.split(":", 2);
                values.put(parts[0].strip(), Integer.parseInt(parts[1].strip()));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new ConfigException(place + ": not written by Corduroy, or damaged; restore it from a backup", e);
        }
        int version = values.getOrDefault(FORMAT_KEY, 0);
        if (version != FORMAT_VERSION) {
            throw new ConfigException(place + ": data format " + version + ", this program reads format "
                    + FORMAT_VERSION + "; use the program that wrote it");
        }
        if (!values.containsKey("node") || !values.containsKey("partitions")) {
            throw new ConfigException(place + ": node or partitions is missing; restore it from a backup");
        }
        return new NodeIdentity(values.get("node"), values.get("partitions"));
    }

    private void write(Storage storage) throws IOException {
        String text = FORMAT_KEY + ": " + FORMAT_VERSION + "\nnode: " + node + "\npartitions: " + partitions + "\n";
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
