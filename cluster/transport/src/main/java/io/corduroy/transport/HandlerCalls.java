package io.corduroy.transport;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one door through which a link talks to its handler. It catches what a handler throws, and keeps {@code onClosed} back
 * until no other call is under way, so that a handler that closes its own link is not told in the middle of its sentence.
 * On the link's loop only.
 */
final class HandlerCalls<F> {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerCalls.class);

    private final Link<F> link;
    private final Function<Link<F>, LinkHandler<F>> acceptor;
    private final Consumer<CloseReason> onFailure;
    private @Nullable LinkHandler<F> handler;
    private int depth;
    private @Nullable CloseReason ended;

    private HandlerCalls(
            Link<F> link,
            Function<Link<F>, LinkHandler<F>> acceptor,
            @Nullable LinkHandler<F> handler,
            Consumer<CloseReason> onFailure) {
        this.link = link;
        this.acceptor = acceptor;
        this.handler = handler;
        this.onFailure = onFailure;
    }

    /** For a link that this side asked for: its handler is told, whatever comes of it. */
    static <F> HandlerCalls<F> connecting(Link<F> link, LinkHandler<F> handler, Consumer<CloseReason> onFailure) {
        return new HandlerCalls<>(link, same -> handler, handler, onFailure);
    }

    /** For a link that somebody else asked for: it has a handler from when it opens. */
    static <F> HandlerCalls<F> accepting(
            Link<F> link, Function<Link<F>, LinkHandler<F>> acceptor, Consumer<CloseReason> onFailure) {
        return new HandlerCalls<>(link, acceptor, null, onFailure);
    }

    private LinkHandler<F> handler() {
        LinkHandler<F> known = handler;
        if (known == null) {
            known = acceptor.apply(link);
            handler = known;
        }
        return known;
    }

    void onOpen() {
        depth++;
        try {
            handler().onOpen(link);
        } catch (RuntimeException | Error e) {
            failed("onOpen", e);
        } finally {
            leave();
        }
    }

    void onFrame(F frame) {
        depth++;
        try {
            handler().onFrame(link, frame);
        } catch (RuntimeException | Error e) {
            failed("onFrame", e);
        } finally {
            leave();
        }
    }

    void onTurnEnd() {
        depth++;
        try {
            handler().onTurnEnd(link);
        } catch (RuntimeException | Error e) {
            failed("onTurnEnd", e);
        } finally {
            leave();
        }
    }

    void onWritable() {
        depth++;
        try {
            handler().onWritable(link);
        } catch (RuntimeException | Error e) {
            failed("onWritable", e);
        } finally {
            leave();
        }
    }

    void onIdle() {
        depth++;
        try {
            handler().onIdle(link);
        } catch (RuntimeException | Error e) {
            failed("onIdle", e);
        } finally {
            leave();
        }
    }

    void onFault(CloseReason reason) {
        depth++;
        try {
            handler().onFault(link, reason);
        } catch (RuntimeException | Error e) {
            failed("onFault", e);
        } finally {
            leave();
        }
    }

    /** The last call; now, or when the calls under way have returned. */
    void onClosed(CloseReason reason) {
        if (depth > 0) {
            ended = reason;
            return;
        }
        LinkHandler<F> known = handler;
        if (known == null) {
            LOG.info("a connection ended before it became a link: peer={} reason={}", link.peer(), reason);
            return;
        }
        try {
            known.onClosed(link, reason);
        } catch (RuntimeException | Error e) {
            LOG.error("a link's handler failed: call=onClosed peer={} reason={}", link.peer(), reason, e);
        }
    }

    private void leave() {
        depth--;
        CloseReason reason = ended;
        if (depth == 0 && reason != null) {
            ended = null;
            onClosed(reason);
        }
    }

    private void failed(String call, Throwable e) {
        LOG.error("a link's handler failed, the link is closed: call={} peer={}", call, link.peer(), e);
        onFailure.accept(new CloseReason(CloseReason.Kind.HANDLER_ERROR, "our handler failed in " + call + ": " + e));
    }
}
