package io.corduroy.server.config;

/** When a send, an acknowledgment or a commit counts as done. */
public enum Durability {
    /** When it has been forced to the disk: survives a loss of power. */
    FSYNC,
    /** When a majority of replicas have it in memory: on a single node like {@link #OS}. */
    REPLICATED,
    /** When the operating system has it: survives the death of the process, not of the machine. */
    OS
}
