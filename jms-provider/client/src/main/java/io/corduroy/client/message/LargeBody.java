package io.corduroy.client.message;

import java.io.IOException;
import java.io.InputStream;

/** The received body of a message that is too large for the memory: where the session keeps it, and how to read it. */
public interface LargeBody {
    /**
     * Returns how long the body is.
     *
     * @return 0 or more
     */
    long lengthBytes();

    /**
     * Opens the body at its beginning, as often as the application wants to read it.
     *
     * @return exactly {@link #lengthBytes()} bytes; the reader closes it
     * @throws IOException if the bytes cannot be had any more
     */
    InputStream open() throws IOException;
}
