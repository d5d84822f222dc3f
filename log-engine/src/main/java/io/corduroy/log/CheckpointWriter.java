package io.corduroy.log;

import io.corduroy.log.storage.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes a checkpoint file as {@link CheckpointHeader} draws it, gathering small entries. */
final class CheckpointWriter implements CheckpointState.Sink {
    static final int END_OF_ENTRIES = -1;

    private static final int BUFFER_BYTES = 256 << 10;

    private final LogFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C crc = new CRC32C();
    private long offset;

    CheckpointWriter(LogFile file) {
        this.file = file;
    }

    void write(CheckpointHeader header, CheckpointState state) throws IOException {
        put(header.encode());
        state.writeTo(this);
        putInt(END_OF_ENTRIES);
        drain();
        putInt((int) crc.getValue());
        drain();
    }

    @Override
    public void write(ByteBuffer entry) throws IOException {
        if (entry.remaining() > CheckpointTask.MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException("a checkpoint entry of " + entry.remaining() + " bytes is longer than "
                    + CheckpointTask.MAX_ENTRY_BYTES);
        }
        putInt(entry.remaining());
        put(entry.duplicate());
    }

    private void putInt(int value) throws IOException {
        put(ByteBuffer.allocate(4).putInt(0, value));
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                drain();
            }
            int part = Math.min(buffer.remaining(), bytes.remaining());
            buffer.put(buffer.position(), bytes, bytes.position(), part);
            buffer.position(buffer.position() + part);
            bytes.position(bytes.position() + part);
        }
    }

    private void drain() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        file.write(offset, List.of(buffer));
        offset += buffer.limit();
        buffer.clear();
    }
}
