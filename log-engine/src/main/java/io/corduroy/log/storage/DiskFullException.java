package io.corduroy.log.storage;

import java.io.IOException;

/** The disk, or this process's share of it, has no room for more bytes. */
public final class DiskFullException extends IOException {
    public DiskFullException(String message) {
        super(message);
    }

    public DiskFullException(String message, IOException cause) {
        super(message, cause);
    }
}
