package io.corduroy.log;

import java.io.IOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which files of old segments are open for reading: those read last. A deep backlog has thousands of segments, a process
 * may have about as many files open. Whoever needs a file that was closed opens it again.
 */
final class ReadHandles {
    private static final Logger LOG = LoggerFactory.getLogger(ReadHandles.class);
    private static final int MAX_OPEN = 64;

    private final Set<Segment> open = new LinkedHashSet<>();

    /** A read of the segment has ended. */
    void onRead(Segment segment) {
        open.remove(segment);
        open.add(segment);
    }

    void forget(Segment segment) {
        open.remove(segment);
    }

    /**
     * Closes the files that were not read for longest, if there are too many: of segments that no task may be using.
     *
     * @param writtenPosition below it nothing is written any more
     */
    void closeSurplus(long writtenPosition) {
        for (Iterator<Segment> i = open.iterator(); i.hasNext() && open.size() > MAX_OPEN; ) {
            Segment segment = i.next();
            if (segment.sealed && segment.end <= writtenPosition && !segment.dirty && segment.pendingReads == 0) {
                i.remove();
                close(segment);
            }
        }
    }

    private static void close(Segment segment) {
        try {
            segment.file.close();
        } catch (IOException e) {
            LOG.warn("a file that was only read could not be closed: file={}", segment.file.name(), e);
        }
    }
}
