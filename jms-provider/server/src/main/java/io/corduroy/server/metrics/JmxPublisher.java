package io.corduroy.server.metrics;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an MBean for the node, each partition and each destination with figures of its own, such as {@code
 * io.corduroy:type=Destination,partition=1,kind=queue,name="orders",data="/var/lib/corduroy"}. Not for several threads.
 */
final class JmxPublisher implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JmxPublisher.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final String place;
    private final Supplier<Optional<NodeSnapshot>> latest;
    private final Map<String, ObjectName> registered = new HashMap<>();
    private final Set<String> refused = new HashSet<>();

    JmxPublisher(String place, Supplier<Optional<NodeSnapshot>> latest) {
        this.place = ObjectName.quote(place);
        this.latest = latest;
    }

    void publish(NodeSnapshot snapshot) {
        Set<String> wanted = new HashSet<>();
        keep(wanted, "type=Node", new FiguresBean<>("A node.", Figures.OF_NODE, latest));
        for (PartitionSnapshot partition : snapshot.partitions()) {
            int number = partition.partition();
            keep(
                    wanted,
                    "type=Partition,partition=" + number,
                    new FiguresBean<>("A partition.", Figures.OF_PARTITION, () -> partition(number)));
            for (DestinationSnapshot destination : partition.destinations()) {
                String keys = "type=Destination,partition=" + number + ",kind=" + destination.kind() + ",name="
                        + ObjectName.quote(destination.name());
                keep(
                        wanted,
                        keys,
                        new FiguresBean<>(
                                "A destination.",
                                Figures.OF_DESTINATION,
                                () -> destination(number, destination.kind(), destination.name())));
            }
        }
        List.copyOf(registered.keySet()).stream()
                .filter(keys -> !wanted.contains(keys))
                .forEach(this::unregister);
        refused.retainAll(wanted);
    }

    private Optional<PartitionSnapshot> partition(int number) {
        return latest.get().map(node -> node.partitions().get(number - 1));
    }

    private Optional<DestinationSnapshot> destination(int partition, String kind, String name) {
        return partition(partition).stream()
                .flatMap(snapshot -> snapshot.destinations().stream())
                .filter(known -> known.kind().equals(kind) && known.name().equals(name))
                .findFirst();
    }

    private void keep(Set<String> wanted, String keys, FiguresBean<?> bean) {
        wanted.add(keys);
        if (registered.containsKey(keys) || refused.contains(keys)) {
            return;
        }
        try {
            ObjectName name = new ObjectName("io.corduroy:" + keys + ",data=" + place);
            server.registerMBean(bean, name);
            registered.put(keys, name);
        } catch (JMException e) {
            refused.add(keys); // said once: it is tried with every snapshot
            LOG.warn("an MBean could not be registered: {},data={}", keys, place, e);
        }
    }

    private void unregister(String keys) {
        ObjectName name = registered.remove(keys);
        if (name == null) {
            return;
        }
        try {
            server.unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("an MBean was gone already: {}", keys, e); // somebody else of this process took it away
        }
    }

    @Override
    public void close() {
        List.copyOf(registered.keySet()).forEach(this::unregister);
    }
}
