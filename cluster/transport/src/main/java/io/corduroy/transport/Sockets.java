package io.corduroy.transport;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kind of sockets that the loops of this process have: epoll's where it can be had without a warning, which saves some system
 * calls for each message and a wake-up for each task; the JDK's elsewhere.
 */
enum Sockets {
    EPOLL(EpollServerSocketChannel.class, EpollSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return EpollIoHandler.newFactory();
        }
    },
    NIO(NioServerSocketChannel.class, NioSocketChannel.class) {
        @Override
        IoHandlerFactory handlers() {
            return NioIoHandler.newFactory();
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    final Class<? extends ServerSocketChannel> listening;
    final Class<? extends SocketChannel> connecting;

    Sockets(Class<? extends ServerSocketChannel> listening, Class<? extends SocketChannel> connecting) {
        this.listening = listening;
        this.connecting = connecting;
    }

    abstract IoHandlerFactory handlers();

    /** What this process uses. */
    static Sockets best() {
        return Best.SOCKETS;
    }

    /** Decided when the first loop starts, and once: a library that cannot be loaded costs time to find out. */
    private static final class Best {
        static final Sockets SOCKETS = choose();

        private static Sockets choose() {
            if (!isAlone() || !mayLoadLibraries()) {
                LOG.debug(
                        "sockets are the JDK's: epoll needs Netty on the class path, and --enable-native-access=ALL-UNNAMED");
                return NIO;
            }
            if (Epoll.isAvailable()) {
                return EPOLL;
            }
            LOG.debug("epoll cannot be used here, sockets are the JDK's", Epoll.unavailabilityCause());
            return NIO;
        }

        /**
         * A copy of Netty in another class loader, as application servers have it, takes our library's methods with it when it is
         * collected.
         */
        private static boolean isAlone() {
            return Epoll.class.getClassLoader() == ClassLoader.getSystemClassLoader();
        }

        /** From JDK 24 on a process that was not started with leave to do so is warned on its console (JEP 472). */
        private static boolean mayLoadLibraries() {
            try {
                return Runtime.version().feature() < 24
                        || (boolean)
                                Module.class.getMethod("isNativeAccessEnabled").invoke(Epoll.class.getModule());
            } catch (ReflectiveOperationException e) {
                return false;
            }
        }
    }
}
