package io.corduroy.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file channel. Heap buffers pass through one direct buffer per thread: the channel would make one by itself, but as large as the largest write,
 * and it would write small batches one by one.
 */
final class FileLogFile implements LogFile {
    private static final int SCRATCH_BYTES = 1 << 20;
    private static final ThreadLocal<ByteBuffer> SCRATCH =
            ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SCRATCH_BYTES));

    private final Path path;
    private final FileChannel channel;

    FileLogFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    @Override
    public String name() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void write(long offset, List<ByteBuffer> sources) throws IOException {
        ByteBuffer scratch = SCRATCH.get();
        scratch.clear();
        long writeAt = offset;
        for (ByteBuffer source : sources) {
            int from = source.position();
            while (from < source.limit()) {
                int part = Math.min(source.limit() - from, scratch.remaining());
                scratch.put(scratch.position(), source, from, part);
                scratch.position(scratch.position() + part);
                from += part;
                if (!scratch.hasRemaining()) {
                    writeAt = drain(scratch, writeAt);
                }
            }
        }
        drain(scratch, writeAt);
    }

    private long drain(ByteBuffer scratch, long offset) throws IOException {
        scratch.flip();
        long writeAt = offset;
        try {
            while (scratch.hasRemaining()) {
                writeAt += channel.write(scratch, writeAt);
            }
        } catch (IOException e) {
            throw named(e, path, scratch.remaining());
        }
        scratch.clear();
        return writeAt;
    }

    @Override
    public int read(long offset, ByteBuffer target) throws IOException {
        ByteBuffer scratch = SCRATCH.get();
        int total = 0;
        while (target.hasRemaining()) {
            scratch.clear().limit(Math.min(target.remaining(), SCRATCH_BYTES));
            int count = channel.read(scratch, offset + total);
            if (count <= 0) {
                break;
            }
            target.put(scratch.flip());
            total += count;
        }
        return total;
    }

    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The JDK has no exception of its own for a full disk; the text comes from the C library and may be translated, so the disk is asked too. */
    static IOException named(IOException e, Path path, long neededBytes) {
        String text = String.valueOf(e.getMessage());
        if (text.contains("No space left") || text.contains("quota exceeded") || lacks(path, neededBytes)) {
            return new DiskFullException("no space left for " + path, e);
        }
        return e;
    }

    private static boolean lacks(Path path, long neededBytes) {
        try {
            return Files.getFileStore(path).getUsableSpace() < neededBytes;
        } catch (IOException e) {
            return false; // the original failure is what will be reported
        }
    }
}
