package io.corduroy.server;

import io.corduroy.broker.PartitionEngine;
import io.corduroy.log.OpenedLog;
import io.corduroy.log.PartitionLog;
import io.corduroy.log.storage.Storage;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.MetadataImage.PartitionInfo;
import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.server.config.Durability;
import io.corduroy.server.config.ListenAddress;
import io.corduroy.server.config.NodeConfig;
import io.corduroy.server.config.Settings;
import io.corduroy.server.link.FrontDoor;
import io.corduroy.server.link.LinkContext;
import io.corduroy.server.login.Authenticator;
import io.corduroy.server.login.FileAuthenticator;
import io.corduroy.server.metrics.NodeMetrics;
import io.corduroy.server.metrics.NodeSnapshot;
import io.corduroy.server.metrics.PartitionSnapshot;
import io.corduroy.server.partition.DiskThreads;
import io.corduroy.server.partition.Neighbours;
import io.corduroy.server.partition.PartitionDoor;
import io.corduroy.server.partition.PartitionRunner;
import io.corduroy.server.partition.PartitionRunner.PartitionIdentity;
import io.corduroy.transport.InVmTransport;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import io.corduroy.transport.LinkOptions;
import io.corduroy.transport.Loop;
import io.corduroy.transport.Loops;
import io.corduroy.transport.TcpListener;
import io.corduroy.transport.TcpTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: its data directory, its partitions at work on their loops, and the ways in. Starting it recovers everything
 * that was confirmed; closing it flushes and gives the directory back. A process that ends without closing its node loses
 * nothing that was confirmed.
 *
 * <p>Any thread may call it.
 */
public final class Node implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final String IN_VM_NAME = "node";
    private static final long START_TIMEOUT_MS = 60_000;
    private static final int MAX_LOOPS = 16;
    private static final int FEW_PROCESSORS = 2;
    private static final int STRANGERS_FRAME_BYTES = 16 * 1024;
    private static final AtomicInteger NODES_SO_FAR = new AtomicInteger();

    private final NodeConfig config;
    private final NodeIdentity identity;
    private final Storage storage;
    private final Loops loops;
    private final DiskThreads disks;
    private final List<PartitionRunner> partitions;
    private final FrontDoor door;
    private final ProtocolCodec codec;
    private final InVmTransport<Frame> inVm;

    private final long startedNs = System.nanoTime();
    private volatile @Nullable NodeMetrics metrics; // set once, at the end of the start

    // Guarded by this.
    private @Nullable TcpListener listener;
    private boolean closed;

    private Node(
            NodeConfig config,
            NodeIdentity identity,
            Storage storage,
            Loops loops,
            DiskThreads disks,
            List<PartitionRunner> partitions,
            MetadataImage image,
            Authenticator authenticator) {
        this.config = config;
        this.identity = identity;
        this.storage = storage;
        this.loops = loops;
        this.disks = disks;
        this.partitions = List.copyOf(partitions);
        this.codec = ProtocolCodec.ofServer(NodeLogs.maxFrameBytes(config));
        this.inVm = new InVmTransport<>(codec, linkOptions(config));
        LinkContext context = new LinkContext(
                identity.node(),
                codec,
                () -> image,
                List.<PartitionDoor>copyOf(partitions),
                authenticator,
                config.get(Settings.LOGIN_POPULATE_USER_ID),
                config.get(Settings.MESSAGE_MAX_SIZE),
                Math.toIntExact(config.get(Settings.MESSAGE_WHOLE_SIZE)),
                Math.toIntExact(config.get(Settings.MESSAGE_PIECE_SIZE)),
                Math.toIntExact(config.get(Settings.LISTEN_HEARTBEAT)));
        this.door = new FrontDoor(context, config.get(Settings.LISTEN_MAX_CONNECTIONS));
    }

    /**
     * Starts a node that lets in whom its configuration says; see {@link #start(NodeConfig, Authenticator)}.
     *
     * @param config how
     * @return a node that can be connected to from within this process
     * @throws IOException if the directory, or the file of users, cannot be used
     */
    public static Node start(NodeConfig config) throws IOException {
        Optional<Path> users = config.get(Settings.LOGIN_USERS);
        return start(
                config,
                users.isEmpty()
                        ? Authenticator.ANYBODY
                        : FileAuthenticator.open(users.get(), config.get(Settings.LOGIN_ANONYMOUS)));
    }

    /**
     * Opens the data directory, recovers every partition and sets them to work. It does not listen yet; see {@link #listen}.
     *
     * @param config how
     * @param authenticator who may come in
     * @return a node that can be connected to from within this process
     * @throws io.corduroy.log.storage.DirectoryLockedException if another process, or another node of this one, has the directory
     * @throws io.corduroy.log.CorruptLogException if what was once confirmed is damaged
     * @throws IOException if the directory cannot be read or written
     * @throws io.corduroy.server.config.ConfigException if the configuration does not fit the directory
     */
    public static Node start(NodeConfig config, Authenticator authenticator) throws IOException {
        NodeLogs.durableLog(config); // a configuration that cannot work is refused before anything is touched
        return start(config, authenticator, NodeLogs.open(config, memoryName(config)));
    }

    /** What tells nodes in memory apart in logs and MBeans: a test suite may well have several in one process. */
    private static String memoryName(NodeConfig config) {
        String name = "node-" + config.get(Settings.NODE_ID);
        int number = NODES_SO_FAR.incrementAndGet();
        return number == 1 ? name : name + "-" + number;
    }

    /**
     * Starts on a storage that is open already, whatever disk that is; otherwise as {@link #start(NodeConfig, Authenticator)}.
     *
     * @param storage the node's from now on: closed with it, and also if it cannot start
     */
    public static Node start(NodeConfig config, Authenticator authenticator, Storage storage) throws IOException {
        warnOfWeakDurability(config);
        DiskThreads disks = DiskThreads.start("corduroy");
        Loops loops = Loops.start("corduroy", loopCount(config));
        try {
            NodeIdentity identity = NodeIdentity.establish(storage, config);
            Neighbours neighbours = new Neighbours(identity.partitions());
            List<PartitionRunner> runners = new ArrayList<>();
            List<PartitionInfo> infos = new ArrayList<>();
            for (int number = 1; number <= identity.partitions(); number++) {
                Loop loop = loops.all().get((number - 1) % loops.all().size());
                PartitionRunner runner =
                        new PartitionRunner(number, loop, disks, neighbours, System::currentTimeMillis);
                PartitionIdentity ready = awaitStart(config, number, recover(config, storage, number, runner));
                runners.add(runner);
                infos.add(new PartitionInfo(number, identity.node(), "", ready.epoch(), ready.logId()));
            }
            Node node = new Node(
                    config, identity, storage, loops, disks, runners, new MetadataImage(1, infos), authenticator);
            node.inVm.listen(IN_VM_NAME, loops, node.door::acceptInVm);
            node.startMetrics();
            return node;
        } catch (IOException | RuntimeException | Error e) {
            loops.close();
            disks.close();
            storage.close();
            throw e;
        }
    }

    private static CompletableFuture<PartitionIdentity> recover(
            NodeConfig config, Storage storage, int number, PartitionRunner runner) throws IOException {
        long startNs = System.nanoTime();
        OpenedLog opened = PartitionLog.open(NodeLogs.durable(storage, number), NodeLogs.durableLog(config));
        opened.cut()
                .ifPresent(cut -> LOG.warn(
                        "the end of partition {} was cut: file={} position={} found={} completeBatchesBehind={};"
                                + " it was being written when the process or the machine died and was never confirmed",
                        number,
                        cut.file(),
                        cut.position(),
                        cut.found(),
                        cut.completeBatches()));
        OpenedLog transients = PartitionLog.open(NodeLogs.transients(storage, number), NodeLogs.transientLog(config));
        transients.replay(batch -> {});
        PartitionEngine engine =
                new PartitionEngine(number, NodeLogs.broker(config), opened.log(), transients.log(), runner);
        engine.recover(opened, newLogId(), System.currentTimeMillis());
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        runner.onRecovered(tookMs);
        LOG.info(
                "partition recovered: partition={} directory={} endPosition={} ms={}",
                number,
                storage.location(),
                opened.log().endPosition(),
                tookMs);
        return runner.start(engine, opened.log());
    }

    private void startMetrics() throws IOException {
        Optional<String> jmxPlace =
                config.get(Settings.METRICS_JMX) ? Optional.of(storage.location()) : Optional.empty();
        NodeMetrics started = NodeMetrics.start(this::snapshot, jmxPlace, config.get(Settings.METRICS_HTTP_PORT));
        started.sample();
        metrics = started;
    }

    private CompletableFuture<NodeSnapshot> snapshot() {
        int maxDestinations = config.get(Settings.METRICS_MAX_DESTINATIONS);
        List<CompletableFuture<PartitionSnapshot>> looking = partitions.stream()
                .map(partition -> partition.snapshot(maxDestinations))
                .toList();
        return CompletableFuture.allOf(looking.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> new NodeSnapshot(
                        door.connections(),
                        door.counters().accepted(),
                        door.counters().refused(),
                        door.counters().lost(),
                        diskFreeBytes(),
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNs),
                        looking.stream().map(CompletableFuture::join).toList()));
    }

    private long diskFreeBytes() {
        return config.dataDirectory()
                .map(directory -> directory.toFile().getUsableSpace())
                .orElse(-1L);
    }

    /** What this node counts: snapshots, and a binder for the application's Micrometer registry. */
    public NodeMetrics metrics() {
        return Objects.requireNonNull(metrics, "the node has started");
    }

    /**
     * Listens for clients at the configured address.
     *
     * @return where to connect to, such as {@code corduroy://127.0.0.1:9750}
     * @throws IOException if the address cannot be had, or the certificates cannot be used; the message says why
     */
    public synchronized String listen() throws IOException {
        if (closed || listener != null) {
            throw new IllegalStateException(closed ? "the node is closed" : "the node listens already");
        }
        ListenAddress address = config.get(Settings.LISTEN_ADDRESS);
        InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
        if (socket.isUnresolved()) {
            throw new IOException("listen.address " + address + ": no such host");
        }
        if (!socket.getAddress().isLoopbackAddress()
                && config.get(Settings.LOGIN_USERS).isEmpty()) {
            LOG.warn("everybody who reaches {} is let in, and may do everything: see login.users", address);
        }
        TcpListener opened = new TcpTransport<Frame>(codec, linkOptions(config)).listen(loops, socket, door::acceptTcp);
        listener = opened;
        String scheme = config.get(Settings.TLS_ENABLED) ? "corduroy+ssl" : "corduroy";
        String url = scheme + "://" + new ListenAddress(address.host(), opened.port());
        LOG.info("listening: url={} node={} partitions={}", url, identity.node(), identity.partitions());
        return url;
    }

    /**
     * Begins to open a link from within this process, where frames are handed over as they are.
     *
     * @param loop owns the near side
     * @param handler is told what comes of it, on that loop
     */
    public Link<Frame> connect(Loop loop, LinkHandler<Frame> handler) {
        return inVm.connect(loop, IN_VM_NAME, handler);
    }

    /**
     * Told when all partitions have stopped by themselves, for the disk failed: the node serves nobody any more, and a new
     * start recovers what was confirmed.
     *
     * @return completed with the first partition's reason
     */
    public CompletableFuture<Throwable> whenAllPartitionsFailed() {
        List<CompletableFuture<Throwable>> failures =
                partitions.stream().map(PartitionRunner::whenFailed).toList();
        return CompletableFuture.allOf(failures.toArray(CompletableFuture<?>[]::new))
                .thenCompose(all -> failures.get(0));
    }

    /**
     * Ends cleanly: lets nobody in any more, tells clients to go, flushes every partition and gives the directory back. Returns
     * when that is done or {@code node.shutdown-timeout} is over. Harmless when closed before.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        long startNs = System.nanoTime();
        if (listener != null) {
            listener.close();
        }
        if (metrics != null) {
            metrics.close();
        }
        door.close();
        long timeoutMs = config.get(Settings.NODE_SHUTDOWN_TIMEOUT);
        CompletableFuture<?>[] stopped =
                partitions.stream().map(PartitionRunner::stop).toArray(CompletableFuture<?>[]::new);
        try {
            await(CompletableFuture.allOf(stopped), timeoutMs);
        } catch (IOException e) {
            LOG.error("not everything could be flushed within {} ms; ending as if killed", timeoutMs, e);
        }
        loops.close();
        disks.close();
        try {
            storage.close();
        } catch (IOException e) {
            LOG.warn("the lock on {} could not be released; it ends with the process", storage.location(), e);
        }
        LOG.info("node closed: ms={}", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
    }

    /** A partition begins with a batch of its own, which may have to wait for room. */
    private static PartitionIdentity awaitStart(
            NodeConfig config, int number, CompletableFuture<PartitionIdentity> starting) throws IOException {
        try {
            return await(starting, START_TIMEOUT_MS);
        } catch (IOException e) {
            if (!(e.getCause() instanceof TimeoutException)
                    || config.dataDirectory().isEmpty()) {
                throw e;
            }
            Path directory = config.dataDirectory().get();
            throw new IOException(
                    "partition " + number + " could not write its first batch within " + START_TIMEOUT_MS / 1_000
                            + " s. The disk of " + directory + " has "
                            + directory.toFile().getUsableSpace() + " bytes left: if it is full, make room and start"
                            + " again; nothing is lost",
                    e);
        }
    }

    private static <T> T await(CompletableFuture<T> done, long timeoutMs) throws IOException {
        try {
            return done.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("a partition does not answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static int loopCount(NodeConfig config) {
        int wanted = config.get(Settings.NODE_LOOPS);
        int processors = Runtime.getRuntime().availableProcessors();
        return wanted > 0 ? wanted : processors <= FEW_PROCESSORS ? 1 : Math.min(processors, MAX_LOOPS);
    }

    private static LinkOptions linkOptions(NodeConfig config) {
        int high = Math.toIntExact(config.get(Settings.LISTEN_WRITE_BUFFER));
        LinkOptions options = LinkOptions.defaults()
                .withHandshake(Math.toIntExact(config.get(Settings.LISTEN_HANDSHAKE_TIMEOUT)), STRANGERS_FRAME_BYTES)
                .withIdle(
                        Math.toIntExact(config.get(Settings.LISTEN_IDLE_TIMEOUT)),
                        Math.toIntExact(config.get(Settings.LISTEN_HEARTBEAT)))
                .withWaterMarks(high / 4, high);
        return config.get(Settings.TLS_ENABLED) ? options.withTls(TlsSettings.of(config)) : options;
    }

    private static void warnOfWeakDurability(NodeConfig config) {
        Durability durability = config.get(Settings.LOG_DURABILITY);
        if (durability != Durability.FSYNC && config.dataDirectory().isPresent()) {
            LOG.warn(
                    "log.durability is {}: what is confirmed survives the death of the process, but the last second or two of it may be"
                            + " lost when the machine loses power; fsync prevents that",
                    Settings.LOG_DURABILITY.type().format(durability));
        }
        if (config.dataDirectory().isEmpty()) {
            LOG.info("no data directory: everything is kept in memory and lost at the end");
        }
    }

    private static long newLogId() {
        SecureRandom random = new SecureRandom();
        long id = random.nextLong();
        while (id == 0) {
            id = random.nextLong(); // 0 means none
        }
        return id;
    }
}
