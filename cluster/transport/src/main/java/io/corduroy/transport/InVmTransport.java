package io.corduroy.transport;

import io.corduroy.transport.CloseReason.Kind;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Links inside one VM. A frame is handed over as the object it is, never encoded; for the rest such a link behaves like one over
 * TCP: each side has its loop, queued bytes are bounded by the water marks, a paused reader makes the sender unwritable. What it
 * does not have is what only strangers and networks need: handshake bounds and idle timers.
 *
 * <p>Names are known to one transport object: who shall meet shares it.
 *
 * @param <F> the type of the frames
 */
public final class InVmTransport<F> {

    private record Accepting<F>(Loops loops, Function<Link<F>, LinkHandler<F>> acceptor) {}

    private final FrameCodec<F> codec;
    private final LinkOptions options;
    private final ConcurrentMap<String, Accepting<F>> names = new ConcurrentHashMap<>();
    private final AtomicLong connections = new AtomicLong();

    /** For links between those who know this object; of the codec only {@link FrameCodec#sizeOf} is used. */
    public InVmTransport(FrameCodec<F> codec, LinkOptions options) {
        this.codec = codec;
        this.options = options;
    }

    /**
     * Listens under a name.
     *
     * @param loops own the accepted sides, each in its turn
     * @param acceptor makes the handler of a link when that is about to open, on the link's loop
     * @throws IOException if somebody listens under this name
     */
    public Listener listen(String name, Loops loops, Function<Link<F>, LinkHandler<F>> acceptor) throws IOException {
        Accepting<F> accepting = new Accepting<>(loops, acceptor);
        if (names.putIfAbsent(name, accepting) != null) {
            throw new IOException("somebody listens as " + addressOf(name) + " already");
        }
        return new NamedListener(addressOf(name), () -> names.remove(name, accepting));
    }

    /**
     * Begins to connect and returns; {@code onOpen} or {@code onClosed} tells what came of it.
     *
     * @param loop one of a {@link Loops}; owns this side
     * @throws RejectedExecutionException if the loop has been stopped
     */
    public Link<F> connect(Loop loop, String name, LinkHandler<F> handler) {
        InVmLink<F> near = InVmLink.connecting(NettyLoop.of(loop), codec, options, addressOf(name), handler);
        loop.execute(() -> {
            near.start();
            Accepting<F> accepting = names.get(name);
            if (accepting == null) {
                near.end(new CloseReason(Kind.CONNECT_FAILED, "nobody listens as " + addressOf(name)));
            } else {
                connect(near, accepting, addressOf(name) + "#" + connections.incrementAndGet());
            }
        });
        return near;
    }

    private void connect(InVmLink<F> near, Accepting<F> accepting, String peer) {
        InVmLink<F> far = InVmLink.accepting(accepting.loops().nextLoop(), codec, options, peer, accepting.acceptor());
        InVmLink.pair(near, far);
        try {
            far.loop().execute(far::openBoth);
        } catch (RejectedExecutionException e) {
            near.end(new CloseReason(Kind.CONNECT_FAILED, "who listened as " + near.peer() + " was stopped"));
        }
    }

    private static String addressOf(String name) {
        return "in-vm:" + name;
    }

    private record NamedListener(String address, Runnable forget) implements Listener {
        @Override
        public void close() {
            forget.run();
        }
    }
}
