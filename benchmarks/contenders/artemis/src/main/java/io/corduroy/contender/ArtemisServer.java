package io.corduroy.contender;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.io.aio.AIOSequentialFileFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/**
 * Apache Artemis with the settings that its own {@code create} command would choose: the journal's buffer waits as long as this
 * disk takes for a synchronous write of a block.
 *
 * <p>Arguments: directory, port, NIO or ASYNCIO, FSYNC or OS.
 */
public final class ArtemisServer {

    private static final int BLOCK_BYTES = 4096;
    private static final int WRITES = 250;
    private static final int TRIES = 5;

    private ArtemisServer() {}

    /** Runs until it is killed. */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        JournalType journal = JournalType.valueOf(args[2]);
        if (journal == JournalType.ASYNCIO && !AIOSequentialFileFactory.isSupported()) {
            // Artemis itself would take NIO without a word.
            throw new IOException(
                    "libaio cannot be loaded: install it (libaio1 or libaio on most systems), on Linux x86-64");
        }
        boolean synced = args[3].equals("FSYNC");
        Configuration config = new ConfigurationImpl()
                .setName("contender")
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalType(journal)
                .setJournalDatasync(synced)
                .setJournalSyncTransactional(true)
                .setJournalSyncNonTransactional(true)
                .setJournalFileSize(10 << 20)
                .setJournalMinFiles(2)
                .setJournalPoolFiles(10)
                .setJournalDirectory(directory.resolve("journal").toString())
                .setBindingsDirectory(directory.resolve("bindings").toString())
                .setPagingDirectory(directory.resolve("paging").toString())
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + args[1] + "?protocols=CORE");
        int timeoutNs = synced ? syncedWriteNs(directory) : 0;
        if (journal == JournalType.ASYNCIO) {
            config.setJournalBufferTimeout_AIO(timeoutNs).setJournalMaxIO_AIO(4096);
        } else {
            config.setJournalBufferTimeout_NIO(timeoutNs).setJournalMaxIO_NIO(1);
        }
        EmbeddedActiveMQ server = new EmbeddedActiveMQ();
        server.setConfiguration(config);
        server.start();
        System.out.println("settings: journal=" + journal + " synced=" + synced + " bufferTimeoutNs=" + timeoutNs);
    }

    /** The shortest of some tries. */
    private static int syncedWriteNs(Path directory) throws IOException {
        Path file = Files.createDirectories(directory).resolve("probe");
        long bestNs = Long.MAX_VALUE;
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            for (int i = 0; i < WRITES; i++) {
                channel.write(block.clear(), (long) i * BLOCK_BYTES);
            }
            channel.force(true);
            for (int attempt = 0; attempt < TRIES; attempt++) {
                long startNs = System.nanoTime();
                for (int i = 0; i < WRITES; i++) {
                    channel.write(block.clear(), (long) i * BLOCK_BYTES);
                    channel.force(false);
                }
                bestNs = Math.min(bestNs, System.nanoTime() - startNs);
            }
        }
        return Math.toIntExact(bestNs / WRITES);
    }
}
