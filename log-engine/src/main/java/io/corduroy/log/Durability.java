package io.corduroy.log;

/** What a record waits for before its batch counts as flushed. */
public enum Durability {
    /** Forced to the device: it survives a power cut. */
    FORCED,
    /** Handed to the operating system: it survives the death of the process only. */
    WRITTEN
}
