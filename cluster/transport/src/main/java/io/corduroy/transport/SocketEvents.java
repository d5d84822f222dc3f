package io.corduroy.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

/** Tells a link what happens on its socket. One per socket: a link that tries several addresses has several. */
final class SocketEvents extends ChannelInboundHandlerAdapter {

    private final TcpLink<?> link;
    private final boolean tls;

    SocketEvents(TcpLink<?> link, boolean tls) {
        this.link = link;
        this.tls = tls;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        link.onConnected(ctx);
        if (!tls) {
            link.onReady(ctx);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                link.onReady(ctx);
            } else {
                link.onSocketFailed(handshake.cause());
            }
        } else if (event instanceof SslCloseCompletionEvent) {
            link.onDisconnected(); // TLS has an end of its own before TCP's
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object input) {
        link.onInput((ByteBuf) input);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        link.onInputEnd();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            link.onSocketWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        link.onDisconnected();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        link.onSocketFailed(cause);
    }
}
