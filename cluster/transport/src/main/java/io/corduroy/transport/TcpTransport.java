package io.corduroy.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Links over TCP, with TLS if the options say so.
 *
 * @param <F> the type of the frames
 */
public final class TcpTransport<F> {

    private final FrameCodec<F> codec;
    private final LinkOptions options;
    private final @Nullable SslContext connectingTls;

    /**
     * For links of these options in either direction.
     *
     * @throws IOException if the files that the TLS options name cannot be read or used; the message says which and why
     */
    public TcpTransport(FrameCodec<F> codec, LinkOptions options) throws IOException {
        this.codec = codec;
        this.options = options;
        this.connectingTls =
                options.tls().isPresent() ? TlsContexts.connecting(options.tls().get()) : null;
    }

    /**
     * Listens at one address and no other.
     *
     * @param loops own the accepted links, each in its turn
     * @param address port 0 takes a free one
     * @param acceptor makes the handler of a link when that is about to open, on the link's loop
     * @throws IOException if the address cannot be had, or TLS has no usable identity; the message says why
     */
    public TcpListener listen(Loops loops, InetSocketAddress address, Function<Link<F>, LinkHandler<F>> acceptor)
            throws IOException {
        SslContext tls =
                options.tls().isPresent() ? TlsContexts.listening(options.tls().get()) : null;
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(Sockets.best().listening)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, options.tcpNoDelay())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        NettyLoop loop = loops.loopOf(socket.eventLoop());
                        TcpLink<F> link = TcpLink.accepting(loop, codec, options, acceptor);
                        if (tls != null) {
                            socket.pipeline().addLast(withTimeout(tls.newHandler(socket.alloc())));
                        }
                        socket.pipeline().addLast(new SocketEvents(link, tls != null));
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + TcpErrors.text(address) + ": " + TcpErrors.messageOf(bound.cause()),
                    bound.cause());
        }
        return new TcpListener(bound.channel(), loops);
    }

    /**
     * Begins to connect and returns; {@code onOpen} or {@code onClosed} tells what came of it. A host with several addresses is
     * tried at each until one answers.
     *
     * @param loop one of a {@link Loops}; owns the link
     * @param address best {@linkplain InetSocketAddress#createUnresolved unresolved}: its name is then looked up without
     *     blocking anybody; the name is also what TLS looks for in the certificate
     * @throws java.util.concurrent.RejectedExecutionException if the loop has been stopped
     */
    public Link<F> connect(Loop loop, InetSocketAddress address, LinkHandler<F> handler) {
        NettyLoop owner = NettyLoop.of(loop);
        TcpLink<F> link = TcpLink.connecting(owner, codec, options, TcpErrors.text(address), handler);
        owner.execute(() -> {
            link.onConnecting();
            new TcpConnector(owner, options, link, socket -> {
                        if (connectingTls != null) {
                            socket.pipeline()
                                    .addLast(withTimeout(connectingTls.newHandler(
                                            socket.alloc(), address.getHostString(), address.getPort())));
                        }
                        socket.pipeline().addLast(new SocketEvents(link, connectingTls != null));
                    })
                    .connect(address);
        });
        return link;
    }

    private SslHandler withTimeout(SslHandler handler) {
        handler.setHandshakeTimeoutMillis(options.connectTimeoutMs());
        return handler;
    }

    /** What a connector does to a new socket's pipeline. */
    interface SocketSetup {
        void prepare(Channel socket);
    }
}
