package io.corduroy.log.storage;

import java.io.IOException;
import java.util.List;

/**
 * One directory of a disk, as the log needs it.
 *
 * <p>What a crash leaves is part of the contract: bytes are durable once {@link LogFile#force()} has returned, the creation, renaming and deletion of a file
 * once {@link #forceDirectory()} has returned, and neither implies the other. Anything else may be lost in any combination.
 *
 * <p>All methods may block on the disk and may be called from any thread that is never interrupted (an interrupt closes a file channel for everybody).
 */
public interface Storage extends AutoCloseable {

    /** Where this is, for messages to an operator. */
    String location();

    /** Names of the plain files in this directory, sorted; subdirectories and the lock file are left out. */
    List<String> list() throws IOException;

    /**
     * A directory inside this one, created durably if it is absent. Closing it does not close this one.
     *
     * @param name a plain name without separators
     */
    Storage directory(String name) throws IOException;

    /**
     * Creates an empty file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
     * @throws DiskFullException if there is no room for its entry
     */
    LogFile create(String name) throws IOException;

    /**
     * Opens an existing file for reading and, unless the storage is read-only, writing.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    LogFile open(String name) throws IOException;

    /** Renames a file in one step, replacing a file that has the new name. Open files stay open and keep their bytes. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file; one that is absent already is no error. */
    void delete(String name) throws IOException;

    /** Makes every creation, renaming and deletion so far durable. */
    void forceDirectory() throws IOException;

    /** Releases the lock on the directory if this storage holds one. */
    @Override
    void close() throws IOException;
}
