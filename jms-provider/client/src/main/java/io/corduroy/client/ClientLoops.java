package io.corduroy.client;

import io.corduroy.transport.Loop;
import io.corduroy.transport.Loops;
import org.jspecify.annotations.Nullable;

/** The loops of all connections of this process: started with the first connection, stopped after the last. */
final class ClientLoops {

    private static final Object LOCK = new Object();
    private static @Nullable Loops loops;
    private static int users;

    private ClientLoops() {}

    /** A loop to be given back by {@link #release()}. */
    static Loop acquire() {
        synchronized (LOCK) {
            if (loops == null) {
                int count = Math.max(1, Math.min(4, Runtime.getRuntime().availableProcessors() / 2));
                loops = Loops.start("corduroy-client", count);
            }
            users++;
            return loops.next();
        }
    }

    static void release() {
        Loops unused = null;
        synchronized (LOCK) {
            users--;
            if (users == 0) {
                unused = loops;
                loops = null;
            }
        }
        if (unused != null) {
            unused.close();
        }
    }
}
