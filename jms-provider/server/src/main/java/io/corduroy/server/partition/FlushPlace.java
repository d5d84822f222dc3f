package io.corduroy.server.partition;

import io.corduroy.log.FlushTask;
import java.util.concurrent.TimeUnit;

/**
 * Where a flush is done: by the thread for it, so that the loop goes on while the disk is forced, or by the loop itself. That is a
 * write of a little that is not forced, which costs less than handing it over and back. A disk that nevertheless lets the loop wait
 * (the system holds up writers who are ahead of the disk) is not trusted for a while. On the loop's thread only.
 */
final class FlushPlace {
    private static final int SMALL_BYTES = 128 << 10;
    private static final long SLOW_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MISTRUST_NS = TimeUnit.SECONDS.toNanos(1);

    private boolean mistrusted;
    private long mistrustedUntilNs;

    /** Whether the loop does it. */
    boolean isHere(FlushTask task, long nowNs) {
        if (mistrusted && nowNs - mistrustedUntilNs >= 0) {
            mistrusted = false;
        }
        return !mistrusted && !task.forces() && task.lengthBytes() <= SMALL_BYTES;
    }

    /** What came of it. */
    void onDoneHere(long tookNs, long nowNs) {
        if (tookNs > SLOW_NS) {
            mistrusted = true;
            mistrustedUntilNs = nowNs + MISTRUST_NS;
        }
    }
}
