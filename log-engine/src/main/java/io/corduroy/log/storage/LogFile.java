package io.corduroy.log.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** An open file that is read and written at offsets. Safe for several threads, as long as they do not write the same bytes. */
public interface LogFile extends AutoCloseable {

    /** The name it was opened by, for messages. */
    String name();

    /** Length in bytes now. */
    long size() throws IOException;

    /**
     * Writes all remaining bytes of the sources one after the other, beginning at the offset; a file that ends before is extended with zeros.
     * Not durable before {@link #force()}. If this throws, any part may have been written.
     *
     * @throws DiskFullException if the disk has no room for them
     */
    void write(long offset, List<ByteBuffer> sources) throws IOException;

    /**
     * Reads at the offset until the target is full or the file ends.
     *
     * @return how many bytes were read, 0 at or behind the end of the file
     */
    int read(long offset, ByteBuffer target) throws IOException;

    /**
     * Makes everything written so far durable.
     *
     * @throws IOException if that failed; what was written since the last success may then be lost whatever is called later, so never try it again
     */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
