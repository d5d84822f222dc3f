package io.corduroy.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The segments of a log in order of position, with gaps where some were deleted. */
final class SegmentTable {
    private final List<Segment> segments = new ArrayList<>();

    void add(Segment segment) {
        if (!segments.isEmpty() && last().end > segment.base) {
            throw new IllegalStateException("segment " + segment.base + " begins inside the one before it");
        }
        segments.add(segment);
    }

    void remove(Segment segment) {
        segments.remove(segment);
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    Segment last() {
        return segments.get(segments.size() - 1);
    }

    List<Segment> all() {
        return segments;
    }

    /** The segment that holds this position, or null if it was deleted or lies behind the end. */
    @Nullable
    Segment find(long position) {
        int low = 0;
        int high = segments.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Segment segment = segments.get(middle);
            if (position < segment.base) {
                high = middle - 1;
            } else if (position >= segment.end) {
                low = middle + 1;
            } else {
                return segment;
            }
        }
        return null;
    }

    List<SegmentInfo> infos() {
        return segments.stream().map(Segment::info).toList();
    }
}
