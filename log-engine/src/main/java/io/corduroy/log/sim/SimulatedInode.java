package io.corduroy.log.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** The bytes of one file: as programs see them, as the device has them, and the writes in between. */
final class SimulatedInode {
    private Content visible = new Content();
    private Content durable = new Content();
    private final List<Write> unforced = new ArrayList<>();

    private static final class Write {
        final long offset;
        final byte[] bytes;

        Write(long offset, byte[] bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }

        long end() {
            return offset + bytes.length;
        }
    }

    /** What a power cut does to writes that were not forced. */
    enum Loss {
        ALL_LOST,
        ALL_KEPT,
        /** The first writes are kept, the later ones lost. */
        CUT_IN_TIME,
        /** Each page has the state of some moment since the last force, independently of the others. */
        PAGE_BY_PAGE
    }

    /** A growing array. */
    private static final class Content {
        byte[] bytes = new byte[0];
        int size;

        void put(long offset, byte[] source, int from, int length) {
            int end = Math.toIntExact(offset + length);
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, Math.min(2 * bytes.length, 1 << 24)));
            }
            System.arraycopy(source, from, bytes, (int) offset, length);
            size = Math.max(size, end);
        }

        Content copy() {
            Content copy = new Content();
            copy.bytes = Arrays.copyOf(bytes, size);
            copy.size = size;
            return copy;
        }
    }

    int size() {
        return visible.size;
    }

    void write(long offset, byte[] bytes) {
        visible.put(offset, bytes, 0, bytes.length);
        unforced.add(new Write(offset, bytes));
    }

    byte[] read(long offset, int length) {
        int from = (int) Math.min(offset, visible.size);
        return Arrays.copyOfRange(visible.bytes, from, (int) Math.min((long) from + length, visible.size));
    }

    void force() {
        unforced.forEach(write -> durable.put(write.offset, write.bytes, 0, write.bytes.length));
        unforced.clear();
    }

    /** The page cache marks what it could not write as clean: it stays visible, and no later force will write it. */
    void failForce() {
        unforced.clear();
    }

    void powerCut(Random random, Loss loss, int pageBytes) {
        switch (loss) {
            case ALL_LOST -> unforced.clear();
            case ALL_KEPT -> force();
            case CUT_IN_TIME -> {
                int kept = random.nextInt(unforced.size() + 1);
                unforced.subList(kept, unforced.size()).clear();
                force();
            }
            case PAGE_BY_PAGE -> keepPages(random, pageBytes);
        }
        unforced.clear();
        visible = durable.copy();
    }

    private void keepPages(Random random, int pageBytes) {
        TreeSet<Long> pages = new TreeSet<>();
        for (Write write : unforced) {
            for (long page = write.offset / pageBytes; page * pageBytes < write.end(); page++) {
                pages.add(page);
            }
        }
        for (long page : pages) {
            List<Write> touching = unforced.stream()
                    .filter(w -> w.offset < (page + 1) * pageBytes && w.end() > page * pageBytes)
                    .toList();
            int kept = random.nextInt(touching.size() + 1);
            for (Write write : touching.subList(0, kept)) {
                long from = Math.max(write.offset, page * pageBytes);
                long to = Math.min(write.end(), (page + 1) * pageBytes);
                durable.put(from, write.bytes, (int) (from - write.offset), (int) (to - from));
            }
        }
    }

    /** Changes the bytes behind everybody's back, also on the device. */
    void flipBit(long bit) {
        visible.bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        if (bit / 8 < durable.size) {
            durable.bytes[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
        }
    }

    void truncate(int size) {
        for (Content content : List.of(visible, durable)) {
            content.size = Math.min(content.size, size);
            Arrays.fill(content.bytes, content.size, content.bytes.length, (byte) 0);
        }
        unforced.clear();
    }

    SimulatedInode copy() {
        SimulatedInode copy = new SimulatedInode();
        copy.visible = visible.copy();
        copy.durable = visible.copy();
        return copy;
    }
}
