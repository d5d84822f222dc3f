package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import io.corduroy.log.storage.Storage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads a checkpoint file twice: to its end for the checksum, so that nobody sees half of a bad one, then what is asked for. */
final class CheckpointReader {
    private static final int BUFFER_BYTES = 256 << 10;
    private static final int CRC_BYTES = 4;

    private final LogFile file;
    private final long lengthBytes;
    private long offset;

    private CheckpointReader(LogFile file) throws IOException {
        this.file = file;
        this.lengthBytes = file.size();
    }

    /** The header of a valid checkpoint, or null if the file is damaged. */
    static @Nullable CheckpointHeader readHeader(Storage storage, String name) throws IOException {
        try (LogFile file = storage.open(name)) {
            CheckpointReader reader = new CheckpointReader(file);
            return reader.isWhole() ? reader.header() : null;
        }
    }

    /** Hands over all entries of a checkpoint that was found valid. */
    static void readEntries(Storage storage, String name, OpenedLog.EntryConsumer consumer) throws IOException {
        try (LogFile file = storage.open(name)) {
            CheckpointReader reader = new CheckpointReader(file);
            if (!reader.isWhole() || reader.header() == null) {
                throw new CorruptLogException(
                        name,
                        0,
                        "a damaged checkpoint",
                        "the valid one of a moment ago",
                        "check the disk of " + storage.location());
            }
            for (int length = reader.take(4).getInt();
                    length != CheckpointWriter.END_OF_ENTRIES;
                    length = reader.take(4).getInt()) {
                consumer.accept(reader.take(length));
            }
        }
    }

    private boolean isWhole() throws IOException {
        if (lengthBytes < CheckpointHeader.FIXED_BYTES + 4 + CRC_BYTES) {
            return false;
        }
        CRC32C crc = new CRC32C();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long end = lengthBytes - CRC_BYTES;
        for (long at = 0; at < end; at += buffer.limit()) {
            buffer.clear().limit((int) Math.min(BUFFER_BYTES, end - at));
            file.read(at, buffer);
            crc.update(buffer.flip());
            if (buffer.limit() == 0) {
                return false; // became shorter meanwhile
            }
        }
        offset = end;
        boolean whole = take(CRC_BYTES).getInt() == (int) crc.getValue();
        offset = 0;
        return whole;
    }

    private @Nullable CheckpointHeader header() throws IOException {
        long headerBytes = CheckpointHeader.lengthBytes(take(CheckpointHeader.FIXED_BYTES));
        offset = 0;
        return headerBytes > lengthBytes ? null : CheckpointHeader.decode(take((int) headerBytes));
    }

    private ByteBuffer take(int length) throws IOException {
        if (length < 0 || length > lengthBytes - offset) {
            throw new CorruptLogException(
                    file.name(),
                    0,
                    "an entry of " + length + " bytes at offset " + offset,
                    "one within the file",
                    "report this: its checksum is right");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(offset, bytes);
        offset += length;
        return bytes.flip();
    }
}
