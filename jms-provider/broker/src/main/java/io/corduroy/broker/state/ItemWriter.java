package io.corduroy.broker.state;

import io.corduroy.broker.record.Varints;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Packs items into entries of a checkpoint. */
abstract class ItemWriter {
    private static final int ENTRY_BYTES = 256 << 10;

    private List<ByteBuffer> entries = new ArrayList<>();
    /** Where the item goes that was begun last. */
    ByteBuffer out = ByteBuffer.allocate(1_024);

    /** Begins an item; what follows its type has up to so many bytes, beyond a handful of numbers. */
    final void begin(int type, int atMostBytes) {
        int needed = 256 + atMostBytes;
        if (out.position() > 0 && out.position() + needed > ENTRY_BYTES) {
            entries.add(out.flip());
            out = ByteBuffer.allocate(Math.max(ENTRY_BYTES, needed));
        } else if (out.remaining() < needed) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * out.capacity(), out.position() + needed));
            out = larger.put(out.flip());
        }
        Varints.put(out, type);
    }

    /** Entries that are full. */
    final List<ByteBuffer> takeFullEntries() {
        List<ByteBuffer> full = entries;
        entries = new ArrayList<>();
        return full;
    }

    /** All entries, with the last item written. */
    final List<ByteBuffer> takeEntries() {
        if (out.position() > 0) {
            entries.add(out.flip());
            out = ByteBuffer.allocate(1_024);
        }
        return takeFullEntries();
    }
}
