package io.corduroy.server;

import io.corduroy.protocol.EmbeddedNodes;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.server.config.ConfigException;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import io.corduroy.transport.Loop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Nodes of this process that applications open by URL: one per data directory, or per name in memory, shared by all who open it
 * and closed by the last. A process that ends without closing them is a crash to them, which they survive.
 *
 * <p>Besides settings, two options are known: {@code name} tells nodes in memory apart, {@code config} names a configuration file.
 * The environment does not count here: it belongs to the application.
 */
public final class SharedNodes implements EmbeddedNodes {

    private static final String NAME = "name";
    private static final String CONFIG = "config";

    // All of this process, whoever loaded the service how often; guarded by itself.
    private static final Map<String, SharedNode> NODES = new HashMap<>();

    /** For the service loader. */
    public SharedNodes() {}

    /** A node and how many use it. */
    private static final class SharedNode {
        private final Node node;
        private final boolean keptOpen;
        private int users;

        SharedNode(Node node, boolean keptOpen) {
            this.node = node;
            this.keptOpen = keptOpen;
        }
    }

    @Override
    public Share open(String directory, Map<String, String> options) throws IOException {
        NodeConfig config = config(directory, options);
        String key = key(config, options.getOrDefault(NAME, ""));
        synchronized (NODES) {
            SharedNode shared = NODES.get(key);
            if (shared == null) {
                shared = new SharedNode(start(config), config.get(Settings.NODE_KEEP_OPEN));
                NODES.put(key, shared);
            }
            shared.users++;
            return new NodeShare(key, shared);
        }
    }

    private static NodeConfig config(String directory, Map<String, String> options) {
        try {
            NodeConfig config =
                    options.containsKey(CONFIG) ? NodeConfig.read(Path.of(options.get(CONFIG))) : NodeConfig.defaults();
            for (Map.Entry<String, String> option : options.entrySet()) {
                if (!option.getKey().equals(NAME) && !option.getKey().equals(CONFIG)) {
                    config = config.with(settingOf(option.getKey()), option.getValue(), "option of the URL");
                }
            }
            return config.with(Settings.NODE_DATA.key(), directory, "directory of the URL");
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The URL's prefix is that of a section as well: {@code node.partitions} is what its reader takes it for. */
    private static String settingOf(String option) {
        return Settings.isKey("node." + option) ? "node." + option : option;
    }

    private static String key(NodeConfig config, String name) throws IOException {
        Optional<Path> directory = config.dataDirectory();
        if (directory.isEmpty()) {
            return "memory:" + name;
        }
        return realPath(directory.get().toAbsolutePath().normalize()).toString();
    }

    /** Two names of one directory are one node, also when the directory does not exist yet. */
    private static Path realPath(Path path) throws IOException {
        Path parent = path.getParent();
        if (Files.exists(path) || parent == null) {
            return path.toRealPath();
        }
        return realPath(parent).resolve(path.getFileName());
    }

    private static Node start(NodeConfig config) throws IOException {
        try {
            return Node.start(config);
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e); // it does not fit the directory
        }
    }

    private static final class NodeShare implements Share {
        private final String key;
        private final SharedNode shared;
        private final AtomicBoolean closed = new AtomicBoolean();

        NodeShare(String key, SharedNode shared) {
            this.key = key;
            this.shared = shared;
        }

        @Override
        public Link<Frame> connect(Loop loop, LinkHandler<Frame> handler) {
            return shared.node.connect(loop, handler);
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            synchronized (NODES) { // who opens it now waits until the directory is free again
                shared.users--;
                if (shared.users == 0 && !shared.keptOpen) {
                    NODES.remove(key);
                    shared.node.close();
                }
            }
        }
    }
}
