package io.corduroy.broker;

import io.corduroy.log.PartitionLog;
import io.corduroy.protocol.LaneRange;

/** The two logs of a partition. */
record Logs(PartitionLog durable, PartitionLog transientLog) {
    PartitionLog of(LogName name) {
        return name == LogName.DURABLE ? durable : transientLog;
    }

    /** Which of them holds the messages of a lane. */
    static LogName nameOf(int lane) {
        return lane < LaneRange.FIRST_VOLATILE ? LogName.DURABLE : LogName.TRANSIENT;
    }
}
