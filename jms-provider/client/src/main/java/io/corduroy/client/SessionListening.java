package io.corduroy.client;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is in a listener of a session: one at a time (Jakarta Messaging 3.1, 6.2.7), on the session's own thread, which is started
 * when it is first needed, or on one of an application server within {@link jakarta.jms.Session#run}.
 */
final class SessionListening {

    private static final Logger LOG = LoggerFactory.getLogger(SessionListening.class);

    private final SessionGate gate;
    private final Source source;
    private final String threadName;

    // Guarded by the gate's lock
    private final ArrayDeque<Runnable> callbacks = new ArrayDeque<>();
    private @Nullable Thread thread;
    private @Nullable Thread listening;
    private boolean inCallback;

    /** Where the session's thread finds its work; called with the lock held. */
    interface Source {
        /** The next call of a message listener. */
        Optional<Runnable> next();

        /** There is none: the thread is about to wait. */
        void onIdle();
    }

    SessionListening(SessionGate gate, Source source, String threadName) {
        this.gate = gate;
        this.source = source;
        this.threadName = threadName;
    }

    /** Whether the caller is within a message listener of this session. */
    boolean isInListener() {
        synchronized (gate.lock) {
            return listening == Thread.currentThread();
        }
    }

    /** Whether the caller is within a completion listener of this session. */
    boolean isInCallback() {
        synchronized (gate.lock) {
            return inCallback && thread == Thread.currentThread();
        }
    }

    // Waiting for listeners

    private boolean isListenedElsewhere() {
        return listening != null && listening != Thread.currentThread();
    }

    /** Not for who is in a listener of this session: what is to be called back comes after that. */
    private boolean hasCallbacksElsewhere() {
        return thread != null
                && thread != Thread.currentThread()
                && listening != Thread.currentThread()
                && (inCallback || !callbacks.isEmpty());
    }

    /** Waits until no message listener of this session runs, unless on its own thread. */
    void awaitQuiet() {
        synchronized (gate.lock) {
            gate.awaitWhile(this::isListenedElsewhere);
        }
    }

    /** Waits until everything to be called back has been, unless on the session's own thread. */
    void awaitCallbacks() {
        synchronized (gate.lock) {
            gate.awaitWhile(this::hasCallbacksElsewhere);
        }
    }

    /** Waits until no listener of any kind runs or is to be called back. */
    void awaitEnd() {
        synchronized (gate.lock) {
            gate.awaitWhile(() -> isListenedElsewhere() || hasCallbacksElsewhere());
        }
    }

    /** Waits until everything to be called back has been; a message listener, on whose thread that would be, does it itself. */
    void finishCallbacks() {
        for (Runnable next = nextForListener(); next != null; next = nextForListener()) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                LOG.error("a completion listener failed: session={}", threadName, e);
            } finally {
                synchronized (gate.lock) {
                    inCallback = false;
                }
            }
        }
        awaitCallbacks();
    }

    private @Nullable Runnable nextForListener() {
        synchronized (gate.lock) {
            Runnable next = isInListener() ? callbacks.poll() : null;
            inCallback |= next != null;
            return next;
        }
    }

    // An application server's thread

    /**
     * Takes one of several things as soon as the session may hand one over and nobody else is in a listener of it; until
     * {@link #endTurn} the caller is.
     *
     * @return empty if there is none, or the session is closed
     */
    <T> Optional<T> beginTurn(Queue<T> from) {
        boolean interrupted = false;
        try {
            synchronized (gate.lock) {
                while (!gate.isClosed() && !from.isEmpty() && listening != Thread.currentThread()) {
                    if (gate.isOpen() && listening == null && !inCallback) {
                        listening = Thread.currentThread();
                        return Optional.ofNullable(from.poll());
                    }
                    interrupted |= gate.waitOnce(0);
                }
                return Optional.empty();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void endTurn() {
        synchronized (gate.lock) {
            listening = null;
            gate.lock.notifyAll();
        }
    }

    // The session's thread

    /** Starts the thread if there is none. */
    void ensureThread() {
        synchronized (gate.lock) {
            if (thread == null) {
                Thread newThread = new Thread(this::serve, threadName);
                newThread.setDaemon(true);
                thread = newThread;
                newThread.start();
            }
            gate.lock.notifyAll();
        }
    }

    /** Calls back on the session's thread, in the order of these calls. */
    void callBack(Runnable callback) {
        synchronized (gate.lock) {
            callbacks.add(callback);
            ensureThread();
        }
    }

    private void serve() {
        for (Optional<Runnable> next = awaitNext(); next.isPresent(); next = awaitNext()) {
            try {
                next.get().run();
            } catch (RuntimeException | Error e) {
                LOG.error("a listener's call failed: session={}", threadName, e);
            } finally {
                synchronized (gate.lock) {
                    inCallback = false;
                    listening = null;
                    gate.lock.notifyAll();
                }
            }
        }
    }

    /** Waits for something to do; empty when the session is closed and nobody is to be called back. */
    private Optional<Runnable> awaitNext() {
        synchronized (gate.lock) {
            while (true) {
                if (listening == null) {
                    Runnable callback = callbacks.poll();
                    if (callback != null) {
                        inCallback = true;
                        return Optional.of(callback);
                    }
                }
                if (gate.isClosed() && callbacks.isEmpty()) {
                    thread = null;
                    gate.lock.notifyAll();
                    return Optional.empty();
                }
                if (listening == null) {
                    Optional<Runnable> call = source.next();
                    if (call.isPresent()) {
                        listening = Thread.currentThread();
                        return call;
                    }
                }
                source.onIdle();
                if (gate.waitOnce(0)) {
                    LOG.debug("the thread of session {} was interrupted and goes on", threadName);
                }
            }
        }
    }
}
