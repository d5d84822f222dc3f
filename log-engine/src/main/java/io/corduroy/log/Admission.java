package io.corduroy.log;

/** Whether the owner of a log may append new work to it; see {@link PartitionLog#admission()}. */
public enum Admission {
    /** Anything may be appended. */
    OPEN,
    /** The disk is behind: hold new work back until the next {@code onFlushed} or {@code onMaintained}. It ends by itself. */
    BUSY,
    /** No further segment could be prepared, most likely because the disk is full: refuse new work, append only what frees space. */
    RESERVE_ONLY
}
