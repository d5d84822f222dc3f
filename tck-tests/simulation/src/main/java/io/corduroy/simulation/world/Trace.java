package io.corduroy.simulation.world;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What happened: a hash of everything, and the last events for people. */
public final class Trace {

    private static final int KEPT = 20_000;

    private record Entry(long timeUs, String what, String detail) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%12.3f ms  %-22s %s", timeUs / 1_000.0, what, detail);
        }
    }

    private final boolean keeps;
    private final Deque<Entry> last = new ArrayDeque<>();
    private long hash = 1;
    private @Nullable RuntimeException exception;

    Trace(boolean keeps) {
        this.keeps = keeps;
    }

    void note(long timeUs, String what, Object detail, long detailHash) {
        hash = (hash ^ timeUs) * 0x9E3779B97F4A7C15L;
        hash = (Long.rotateLeft(hash, 29) ^ what.hashCode() ^ detailHash) * 0xC2B2AE3D27D4EB4FL;
        if (keeps) {
            if (last.size() == KEPT) {
                last.removeFirst();
            }
            last.addLast(new Entry(timeUs, what, detail.toString()));
        }
    }

    /** What was thrown is worth more than its text. */
    public void onException(RuntimeException thrown) {
        exception = thrown;
    }

    public Optional<RuntimeException> exception() {
        return Optional.ofNullable(exception);
    }

    /** Two runs with the same hash went the same way. */
    public long hash() {
        return hash;
    }

    /** The last events, oldest first, as far as they were kept. */
    public List<String> last(int count) {
        List<String> lines = new ArrayList<>();
        int skip = Math.max(0, last.size() - count);
        for (Entry entry : last) {
            if (skip > 0) {
                skip--;
            } else {
                lines.add(entry.toString());
            }
        }
        return lines;
    }
}
