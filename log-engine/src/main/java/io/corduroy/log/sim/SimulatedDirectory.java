package io.corduroy.log.sim;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The entries of one directory: as programs see them, as the device has them, and the operations in between. */
final class SimulatedDirectory {
    final String path;
    private final TreeMap<String, SimulatedInode> visible = new TreeMap<>();
    private final TreeMap<String, SimulatedInode> durable = new TreeMap<>();
    private final List<Consumer<Map<String, SimulatedInode>>> unforced = new ArrayList<>();

    SimulatedDirectory(String path) {
        this.path = path;
    }

    Map<String, SimulatedInode> entries() {
        return visible;
    }

    /** Every file that is or may again be in this directory. */
    Set<SimulatedInode> inodes() {
        Set<SimulatedInode> inodes = new LinkedHashSet<>(visible.values());
        inodes.addAll(durable.values());
        return inodes;
    }

    @Nullable
    SimulatedInode find(String name) {
        return visible.get(name);
    }

    void create(String name, SimulatedInode inode) {
        perform(entries -> entries.put(name, inode));
    }

    void rename(String from, String to) {
        perform(entries -> {
            SimulatedInode inode = entries.remove(from);
            if (inode != null) { // the operation that made the old name may have been lost
                entries.put(to, inode);
            }
        });
    }

    void delete(String name) {
        perform(entries -> entries.remove(name));
    }

    private void perform(Consumer<Map<String, SimulatedInode>> operation) {
        operation.accept(visible);
        unforced.add(operation);
    }

    void force() {
        unforced.forEach(operation -> operation.accept(durable));
        unforced.clear();
    }

    /** Either only the first operations reached the device, or any of them. */
    void powerCut(Random random) {
        boolean inOrder = random.nextBoolean();
        int kept = random.nextInt(unforced.size() + 1);
        for (int i = 0; i < unforced.size(); i++) {
            if (inOrder ? i < kept : random.nextBoolean()) {
                unforced.get(i).accept(durable);
            }
        }
        unforced.clear();
        visible.clear();
        visible.putAll(durable);
    }

    SimulatedDirectory copy() {
        SimulatedDirectory copy = new SimulatedDirectory(path);
        visible.forEach((name, inode) -> copy.visible.put(name, inode.copy()));
        copy.durable.putAll(copy.visible);
        return copy;
    }
}
