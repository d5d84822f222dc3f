package io.corduroy.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a snapshot of a node every few seconds, on a thread of its own, and publishes it. What costs anything is read by the
 * partitions themselves, on their loops; readers of figures only ever see the latest immutable snapshot.
 */
public final class NodeMetrics implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeMetrics.class);
    private static final long MIN_INTERVAL_MS = 2_000;
    private static final long MAX_INTERVAL_MS = 60_000;
    private static final long PAUSES_PER_SAMPLE = 200;
    private static final long SAMPLE_TIMEOUT_MS = 10_000;

    private final Supplier<CompletableFuture<NodeSnapshot>> source;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "corduroy-metrics");
        made.setDaemon(true);
        return made;
    });
    private final NodeMeters meters = new NodeMeters(this::latest);
    private final Optional<JmxPublisher> jmx;
    private final Optional<HttpServer> http;
    private volatile @Nullable NodeSnapshot latest;
    private boolean closed; // guarded by this

    private NodeMetrics(
            Supplier<CompletableFuture<NodeSnapshot>> source, Optional<String> jmxPlace, Optional<HttpServer> http) {
        this.source = source;
        this.jmx = jmxPlace.map(place -> new JmxPublisher(place, this::latest));
        this.http = http;
    }

    /**
     * Begins to take snapshots.
     *
     * @param source takes one; called from the metrics' thread
     * @param jmxPlace tells nodes of one process apart in the names of MBeans; empty for no MBeans
     * @param httpPort serves text at this port of the loopback interface; 0 for not at all
     * @throws IOException if the port cannot be had
     */
    public static NodeMetrics start(
            Supplier<CompletableFuture<NodeSnapshot>> source, Optional<String> jmxPlace, int httpPort)
            throws IOException {
        Optional<HttpServer> http = httpPort > 0 ? Optional.of(listen(httpPort)) : Optional.empty();
        NodeMetrics metrics = new NodeMetrics(source, jmxPlace, http);
        http.ifPresent(metrics::serve);
        metrics.sampleIn(MIN_INTERVAL_MS);
        return metrics;
    }

    /** With many destinations a look takes long; it must not take more than a small share of a partition's time. */
    private void sampleIn(long delayMs) {
        try {
            ScheduledFuture<?> unused = thread.schedule(this::sampleAgain, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed meanwhile", e); // and so nobody wants another sample
        }
    }

    private void sampleAgain() {
        long startNs = System.nanoTime();
        sample();
        long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        sampleIn(Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, tookMs * PAUSES_PER_SAMPLE)));
    }

    /** The latest snapshot; empty before the first. Any thread. */
    public Optional<NodeSnapshot> latest() {
        return Optional.ofNullable(latest);
    }

    /** Publishes the figures to a Micrometer registry. */
    public MeterBinder meters() {
        return meters;
    }

    /** Takes a snapshot now, out of turn, and returns when it is published. Never on a loop. */
    public void sample() {
        try {
            NodeSnapshot snapshot = source.get().get(SAMPLE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            latest = snapshot;
            publish(snapshot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the node is closing
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("no snapshot of the counters could be taken; the next attempt follows", e);
        }
    }

    private synchronized void publish(NodeSnapshot snapshot) {
        if (!closed) {
            jmx.ifPresent(publisher -> publisher.publish(snapshot));
            meters.publish(snapshot);
        }
    }

    private static HttpServer listen(int port) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            return HttpServer.create(address, 0);
        } catch (IOException e) {
            throw new IOException("metrics.http-port: cannot listen on " + address + ": " + e.getMessage(), e);
        }
    }

    private void serve(HttpServer server) {
        server.createContext("/metrics", this::answer);
        server.setExecutor(thread);
        server.start();
        LOG.info("metrics: url=http:/{}/metrics", server.getAddress());
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = latest().map(PrometheusText::of).orElse("").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(200, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        http.ifPresent(server -> server.stop(0));
        thread.shutdownNow();
        synchronized (this) {
            closed = true;
            jmx.ifPresent(JmxPublisher::close);
        }
    }
}
