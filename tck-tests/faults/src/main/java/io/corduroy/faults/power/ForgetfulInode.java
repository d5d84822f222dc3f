package io.corduroy.faults.power;

import io.corduroy.log.storage.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The bytes of one file: on the real disk what was forced, in this process' memory the pages that were written since.
 *
 * <p>Some of these reach the real file early, in any order and some only in part, sector by sector: a kernel writes back when it
 * likes, and a device promises no more than a sector. A kill then leaves a file in which old and new bytes are mixed.
 */
final class ForgetfulInode {
    static final int PAGE_BYTES = 4_096;
    static final int SECTOR_BYTES = 512;
    private static final int MAX_UNFORCED_PAGES = 4_096;
    private static final int DAWDLES = 8;

    private final LogFile real;
    private final Whims whims;
    private final TreeMap<Long, byte[]> unforced = new TreeMap<>();
    private long size;

    ForgetfulInode(LogFile real, Whims whims) throws IOException {
        this.real = real;
        this.whims = whims;
        this.size = real.size();
    }

    synchronized long size() {
        return size;
    }

    synchronized void write(long offset, List<ByteBuffer> sources) throws IOException {
        long at = offset;
        for (ByteBuffer source : sources) {
            ByteBuffer rest = source.duplicate();
            while (rest.hasRemaining()) {
                int inPage = (int) (at % PAGE_BYTES);
                int length = Math.min(rest.remaining(), PAGE_BYTES - inPage);
                byte[] page = pageToWrite(at / PAGE_BYTES, length == PAGE_BYTES);
                rest.get(page, inPage, length);
                at += length;
                size = Math.max(size, at);
            }
        }
        writeBackSome();
    }

    private byte[] pageToWrite(long number, boolean whole) throws IOException {
        byte[] page = unforced.get(number);
        if (page == null) {
            page = new byte[PAGE_BYTES];
            if (!whole) {
                real.read(number * PAGE_BYTES, ByteBuffer.wrap(page));
            }
            unforced.put(number, page);
        }
        return page;
    }

    synchronized int read(long offset, ByteBuffer target) throws IOException {
        int total = 0;
        while (target.hasRemaining() && offset + total < size) {
            long at = offset + total;
            int inPage = (int) (at % PAGE_BYTES);
            int length = (int) Math.min(Math.min(target.remaining(), PAGE_BYTES - inPage), size - at);
            byte[] page = unforced.get(at / PAGE_BYTES);
            if (page != null) {
                target.put(page, inPage, length);
            } else {
                byte[] bytes = new byte[length]; // zeros, if the real file is shorter
                real.read(at, ByteBuffer.wrap(bytes));
                target.put(bytes);
            }
            total += length;
        }
        return total;
    }

    /** Everything reaches the disk, page by page in any order: a kill meanwhile leaves some of them. */
    synchronized void force() throws IOException {
        List<Long> pages = new ArrayList<>(unforced.keySet());
        whims.shuffle(pages);
        for (int i = 0; i < pages.size(); i++) {
            if (i < DAWDLES) {
                whims.dawdle(); // so that a cut often comes in between
            }
            writeThrough(pages.get(i), 0, PAGE_BYTES);
        }
        if (real.size() < size) {
            real.write(size - 1, List.of(ByteBuffer.allocate(1)));
        }
        real.force();
        unforced.clear();
    }

    private void writeBackSome() throws IOException {
        if (unforced.size() > MAX_UNFORCED_PAGES) { // memory is short: whole pages leave it, as from a kernel's cache
            List<Long> pages = new ArrayList<>(unforced.keySet());
            whims.shuffle(pages);
            for (long page : pages.subList(0, pages.size() / 2)) {
                writeThrough(page, 0, PAGE_BYTES);
                unforced.remove(page);
            }
        } else if (!unforced.isEmpty() && whims.writesBackNow()) {
            List<Long> pages = new ArrayList<>(unforced.keySet());
            for (int i = 1 + whims.below(4); i > 0; i--) {
                writeBack(pages.get(whims.below(pages.size())));
            }
        }
    }

    /** The page, or some sectors of it; it stays in memory, for more of it may be written before the force. */
    private void writeBack(long page) throws IOException {
        if (whims.tears()) {
            for (int sector = 0; sector < PAGE_BYTES; sector += SECTOR_BYTES) {
                if (whims.below(2) == 0) {
                    writeThrough(page, sector, SECTOR_BYTES);
                }
            }
        } else {
            writeThrough(page, 0, PAGE_BYTES);
        }
    }

    private void writeThrough(long page, int from, int length) throws IOException {
        byte[] bytes = unforced.getOrDefault(page, new byte[0]);
        int end = (int) Math.min(Math.min(from + length, bytes.length), size - page * PAGE_BYTES);
        if (end > from) {
            real.write(page * PAGE_BYTES + from, List.of(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, end))));
        }
    }

    /** What the disk decides as it likes. One per process; several threads ask. */
    static final class Whims {
        private final Random random;
        private final double writeBackShare;
        private final int slownessMs;

        /** A disk that is different in each life: mostly lazy, sometimes busy. */
        Whims(long seed) {
            random = new Random(seed);
            double[] shares = {0, 0.02, 0.2, 0.6};
            writeBackShare = shares[random.nextInt(shares.length)];
            slownessMs = random.nextInt(15);
        }

        synchronized boolean writesBackNow() {
            return random.nextDouble() < writeBackShare;
        }

        void dawdle() {
            int ms = slownessMs == 0 ? 0 : below(slownessMs);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ms));
        }

        synchronized boolean tears() {
            return random.nextBoolean();
        }

        synchronized int below(int bound) {
            return random.nextInt(bound);
        }

        synchronized void shuffle(List<Long> pages) {
            Collections.shuffle(pages, random);
        }
    }
}
