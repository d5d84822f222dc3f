package io.corduroy.load.bench;

import java.util.Map;

/**
 * Calls of the operating system in the part that counts.
 *
 * @param forces of a file to the disk ({@code fsync}, {@code fdatasync}, {@code msync})
 * @param writes of bytes to a file at a position ({@code pwrite64}, {@code pwritev})
 * @param submits of asynchronous writes ({@code io_submit}), each of which may hold several
 */
record Calls(long forces, long writes, long submits) {

    /** What is traced, and what it counts as. */
    static final Map<String, String> TRACED = Map.of(
            "syscalls:sys_enter_fsync", "forces",
            "syscalls:sys_enter_fdatasync", "forces",
            "syscalls:sys_enter_msync", "forces",
            "syscalls:sys_enter_pwrite64", "writes",
            "syscalls:sys_enter_pwritev", "writes",
            "syscalls:sys_enter_io_submit", "submits");
}
