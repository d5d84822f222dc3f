package io.corduroy.load.bench;

/** When a persistent message counts as sent, for every provider alike. */
enum Durability {
    /** When it is on the disk. */
    FSYNC,
    /** When the operating system has it. */
    OS
}
