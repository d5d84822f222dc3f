package io.corduroy.log.sim;

import java.io.IOException;

/** Decides before each operation whether it fails; see {@link SimulatedDisk#setFault}. */
@FunctionalInterface
public interface DiskFault {

    /** What is about to be done. */
    enum Operation {
        READ,
        WRITE,
        FORCE,
        CREATE,
        OPEN,
        RENAME,
        DELETE,
        FORCE_DIRECTORY
    }

    /** Nothing fails. */
    DiskFault NONE = (operation, path) -> {};

    /**
     * Lets an operation go ahead, or makes it fail.
     *
     * @param path directory and name, separated by a slash
     * @throws IOException if the operation is to fail, having done nothing; a failed force also drops what it was to make durable
     */
    void before(Operation operation, String path) throws IOException;
}
