package io.corduroy.log.storage;

import java.io.IOException;

/** Another process, or another log in this one, uses the directory. */
public final class DirectoryLockedException extends IOException {
    public DirectoryLockedException(String message) {
        super(message);
    }
}
