package io.corduroy.transport;

import java.util.Objects;
import java.util.Optional;

/**
 * How links behave. Times are in milliseconds, 0 switches a timer off; in-VM links use the water marks and {@code lingerMs} only.
 *
 * @param connectTimeoutMs how long a TCP connect may take for each address of a host; TLS gets the same again
 * @param handshakeTimeoutMs from connection to {@link Link#raiseFrameLimit()}; a peer that is slower is disconnected
 * @param handshakeMaxFrameBytes the largest frame until then, so that a stranger cannot make us allocate
 * @param readIdleMs a peer that sends nothing for so long is disconnected
 * @param writeIdleMs when nothing was sent for so long, {@link LinkHandler#onIdle} is called
 * @param lowWaterMarkBytes queued bytes at which an unwritable link becomes writable again
 * @param highWaterMarkBytes queued bytes beyond which a link is not writable
 * @param lingerMs how long {@link Link#closeAfter} may take
 * @param tcpNoDelay whether small writes go out at once (they are already gathered per turn of the loop)
 * @param tls empty for plain TCP
 */
public record LinkOptions(
        int connectTimeoutMs,
        int handshakeTimeoutMs,
        int handshakeMaxFrameBytes,
        int readIdleMs,
        int writeIdleMs,
        int lowWaterMarkBytes,
        int highWaterMarkBytes,
        int lingerMs,
        boolean tcpNoDelay,
        Optional<TlsOptions> tls) {

    private static final LinkOptions DEFAULTS = new LinkOptions(
            5_000, 10_000, 16 * 1024, 30_000, 10_000, 256 * 1024, 1024 * 1024, 2_000, true, Optional.empty());

    /** Checks the ranges. */
    public LinkOptions {
        requireAtLeast(1, connectTimeoutMs, "connectTimeoutMs");
        requireAtLeast(0, handshakeTimeoutMs, "handshakeTimeoutMs");
        requireAtLeast(1, handshakeMaxFrameBytes, "handshakeMaxFrameBytes");
        requireAtLeast(0, readIdleMs, "readIdleMs");
        requireAtLeast(0, writeIdleMs, "writeIdleMs");
        requireAtLeast(0, lowWaterMarkBytes, "lowWaterMarkBytes");
        requireAtLeast(lowWaterMarkBytes + 1, highWaterMarkBytes, "highWaterMarkBytes");
        requireAtLeast(1, lingerMs, "lingerMs");
        Objects.requireNonNull(tls, "tls");
    }

    /**
     * 5 s to connect, 10 s and 16 KiB for the handshake, disconnect after 30 s of silence, heartbeat after 10 s, water marks
     * 256 KiB and 1 MiB, 2 s for a last frame, no delay, no TLS.
     */
    public static LinkOptions defaults() {
        return DEFAULTS;
    }

    /** The same with another connect timeout. */
    public LinkOptions withConnectTimeoutMs(int timeoutMs) {
        return new LinkOptions(
                timeoutMs,
                handshakeTimeoutMs,
                handshakeMaxFrameBytes,
                readIdleMs,
                writeIdleMs,
                lowWaterMarkBytes,
                highWaterMarkBytes,
                lingerMs,
                tcpNoDelay,
                tls);
    }

    /** The same with other bounds for the handshake. */
    public LinkOptions withHandshake(int timeoutMs, int maxFrameBytes) {
        return new LinkOptions(
                connectTimeoutMs,
                timeoutMs,
                maxFrameBytes,
                readIdleMs,
                writeIdleMs,
                lowWaterMarkBytes,
                highWaterMarkBytes,
                lingerMs,
                tcpNoDelay,
                tls);
    }

    /** The same with other idle times. */
    public LinkOptions withIdle(int readMs, int writeMs) {
        return new LinkOptions(
                connectTimeoutMs,
                handshakeTimeoutMs,
                handshakeMaxFrameBytes,
                readMs,
                writeMs,
                lowWaterMarkBytes,
                highWaterMarkBytes,
                lingerMs,
                tcpNoDelay,
                tls);
    }

    /** The same with other water marks. */
    public LinkOptions withWaterMarks(int lowBytes, int highBytes) {
        return new LinkOptions(
                connectTimeoutMs,
                handshakeTimeoutMs,
                handshakeMaxFrameBytes,
                readIdleMs,
                writeIdleMs,
                lowBytes,
                highBytes,
                lingerMs,
                tcpNoDelay,
                tls);
    }

    /** The same with another time for last frames. */
    public LinkOptions withLingerMs(int timeMs) {
        return new LinkOptions(
                connectTimeoutMs,
                handshakeTimeoutMs,
                handshakeMaxFrameBytes,
                readIdleMs,
                writeIdleMs,
                lowWaterMarkBytes,
                highWaterMarkBytes,
                timeMs,
                tcpNoDelay,
                tls);
    }

    /** The same with or without Nagle's algorithm. */
    public LinkOptions withTcpNoDelay(boolean noDelay) {
        return new LinkOptions(
                connectTimeoutMs,
                handshakeTimeoutMs,
                handshakeMaxFrameBytes,
                readIdleMs,
                writeIdleMs,
                lowWaterMarkBytes,
                highWaterMarkBytes,
                lingerMs,
                noDelay,
                tls);
    }

    /** The same over TLS. */
    public LinkOptions withTls(TlsOptions options) {
        return new LinkOptions(
                connectTimeoutMs,
                handshakeTimeoutMs,
                handshakeMaxFrameBytes,
                readIdleMs,
                writeIdleMs,
                lowWaterMarkBytes,
                highWaterMarkBytes,
                lingerMs,
                tcpNoDelay,
                Optional.of(options));
    }

    private static void requireAtLeast(int least, int value, String name) {
        if (value < least) {
            throw new IllegalArgumentException(name + " is " + value + ", at least " + least + " is needed");
        }
    }
}
