package io.corduroy.broker;

/** Which of a partition's two logs a task is for. */
public enum LogName {
    /** The partition's log. */
    DURABLE,
    /** The log of NON_PERSISTENT messages, which is empty after a restart. */
    TRANSIENT
}
