package io.corduroy.faults.interleavings;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between applications and a server, and cuts what goes through it when told to. */
final class CuttingProxy implements AutoCloseable {

    private final ServerSocket listening;
    private final int serverPort;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    CuttingProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept, "proxy");
    }

    int port() {
        return listening.getLocalPort();
    }

    /** Ends all links by a reset: nobody is told what has arrived. */
    void cut() {
        for (Socket socket : open) {
            reset(socket);
        }
    }

    private void reset(Socket socket) {
        open.remove(socket);
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                join(listening.accept());
            } catch (IOException e) {
                // closed, and the loop ends
            }
        }
    }

    private void join(Socket client) throws IOException {
        open.add(client);
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        } catch (IOException e) {
            reset(client); // it restarts
            return;
        }
        open.add(server);
        if (client.isClosed()) { // cut meanwhile
            reset(server);
            return;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        start(() -> carry(client, server), "proxy-up");
        start(() -> carry(server, client), "proxy-down");
    }

    private void carry(Socket from, Socket to) {
        byte[] bytes = new byte[16_384];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                out.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // cut, or one of both has gone
        } finally {
            end(from);
            end(to);
        }
    }

    /** What has been written still arrives. */
    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // closed already
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
