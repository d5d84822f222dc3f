package io.corduroy.contender;

import java.nio.file.Path;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.store.kahadb.disk.journal.Journal.JournalDiskSyncStrategy;

/**
 * ActiveMQ Classic with the settings of the {@code activemq.xml} that it is distributed with, and of KahaDB only what durability asks for.
 * Not taken over: the limit that throws away messages of slow subscribers to topics, since a run with losses is no result.
 *
 * <p>Arguments: directory, port, FSYNC or OS.
 */
public final class ClassicServer {

    private static final int HEAP_PERCENT = 70;
    private static final long STORE_BYTES = 100L << 30;
    private static final long TEMPORARY_BYTES = 50L << 30;

    private ClassicServer() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
        store.setDirectory(Path.of(args[0], "kahadb").toFile());
        JournalDiskSyncStrategy syncs =
                args[2].equals("FSYNC") ? JournalDiskSyncStrategy.ALWAYS : JournalDiskSyncStrategy.NEVER;
        store.setJournalDiskSyncStrategy(syncs.name());
        BrokerService broker = new BrokerService();
        broker.setBrokerName("contender");
        broker.setDataDirectory(args[0]);
        broker.setPersistenceAdapter(store);
        broker.setUseJmx(false);
        broker.getSystemUsage().getMemoryUsage().setPercentOfJvmHeap(HEAP_PERCENT);
        broker.getSystemUsage().getStoreUsage().setLimit(STORE_BYTES);
        broker.getSystemUsage().getTempUsage().setLimit(TEMPORARY_BYTES);
        broker.addConnector(
                "tcp://127.0.0.1:" + args[1] + "?maximumConnections=1000&wireFormat.maxFrameSize=104857600");
        broker.start();
        System.out.println("settings: kahadb journalDiskSyncStrategy=" + store.getJournalDiskSyncStrategy()
                + " journalMaxFileLength=" + store.getJournalMaxFileLength() + " preallocationScope="
                + store.getPreallocationScope() + " preallocationStrategy=" + store.getPreallocationStrategy()
                + " concurrentStoreAndDispatchQueues=" + store.isConcurrentStoreAndDispatchQueues()
                + " memoryUsage.percentOfJvmHeap=" + HEAP_PERCENT);
        broker.waitUntilStopped();
    }
}
