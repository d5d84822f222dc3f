package io.corduroy.transport;

import io.corduroy.transport.CloseReason.Kind;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects one link: looks up the name away from the loop, then tries one address after the other. */
final class TcpConnector {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnector.class);

    /** The JDK's look-up blocks, for seconds when a name server is away: never on a loop. */
    private static final Executor RESOLVER = resolver();

    private final NettyLoop loop;
    private final TcpLink<?> link;
    private final String peer;
    private final Bootstrap bootstrap;
    private final Deque<InetSocketAddress> untried = new ArrayDeque<>();

    TcpConnector(NettyLoop loop, LinkOptions options, TcpLink<?> link, TcpTransport.SocketSetup setup) {
        this.loop = loop;
        this.link = link;
        this.peer = link.peer();
        this.bootstrap = new Bootstrap()
                .group(loop.netty())
                .channel(Sockets.best().connecting)
                .option(ChannelOption.TCP_NODELAY, options.tcpNoDelay())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, options.connectTimeoutMs())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel socket) {
                        setup.prepare(socket);
                    }
                });
    }

    /** On the loop. */
    void connect(InetSocketAddress address) {
        if (!address.isUnresolved()) {
            untried.add(address);
            tryNext("no address");
            return;
        }
        RESOLVER.execute(() -> {
            List<InetAddress> found = lookUp(address.getHostString());
            try {
                loop.execute(() -> onResolved(found, address));
            } catch (RejectedExecutionException e) {
                LOG.debug("the loop was stopped during a name look-up, its links were told", e);
            }
        });
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    private void onResolved(List<InetAddress> found, InetSocketAddress address) {
        found.forEach(ip -> untried.add(new InetSocketAddress(ip, address.getPort())));
        tryNext("unknown host " + address.getHostString());
    }

    private void tryNext(String failure) {
        InetSocketAddress address = untried.poll();
        if (link.isClosed()) {
            return;
        }
        if (address == null) {
            link.end(new CloseReason(Kind.CONNECT_FAILED, "cannot connect to " + peer + ": " + failure));
            return;
        }
        ChannelFuture connected = bootstrap.connect(address);
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                tryNext(describe(done.cause(), address));
            }
        });
    }

    private static String describe(Throwable cause, InetSocketAddress address) {
        return cause instanceof ConnectTimeoutException
                ? "no answer from " + TcpErrors.text(address) + " in time"
                : TcpErrors.messageOf(cause);
    }

    private static Executor resolver() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(2, 2, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "corduroy-name-lookup");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
