package io.corduroy.log;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The owner's state as it was when the checkpoint was asked for: immutable, since it is written on another thread while the owner goes on.
 *
 * <p>It is a sequence of entries, of which the log knows nothing; {@link OpenedLog#restore} gives back the same entries in the same order.
 */
@FunctionalInterface
public interface CheckpointState {

    /** Takes the entries of a state one by one. */
    @FunctionalInterface
    interface Sink {
        /**
         * Takes the next entry.
         *
         * @param entry up to {@link CheckpointTask#MAX_ENTRY_BYTES} bytes, which are copied; its position is left alone
         */
        void write(ByteBuffer entry) throws IOException;
    }

    /** Writes all entries, in order. */
    void writeTo(Sink sink) throws IOException;
}
