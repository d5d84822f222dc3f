package io.corduroy.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;

/** Accepts TCP connections at one local address. */
public final class TcpListener implements Listener {

    private static final long CLOSE_TIMEOUT_MS = 5_000;

    private final Channel channel;
    private final InetSocketAddress bound;
    private final Loops loops;

    TcpListener(Channel channel, Loops loops) {
        this.channel = channel;
        this.bound = (InetSocketAddress) channel.localAddress();
        this.loops = loops;
    }

    @Override
    public String address() {
        return TcpErrors.text(bound);
    }

    /** The port, also when it was asked for as 0. */
    public int port() {
        return bound.getPort();
    }

    /** Returns when the port is free, or at once if called on one of the loops it accepts for. */
    @Override
    public void close() {
        ChannelFuture closed = channel.close();
        if (!loops.inAnyLoop()) {
            closed.awaitUninterruptibly(CLOSE_TIMEOUT_MS);
        }
    }
}
