package io.corduroy.protocol;

import java.util.UUID;

/**
 * Identity of one JMS connection object, chosen at random by the client and kept over its reconnections, so that a
 * broker knows whose deliveries, transactions and unconfirmed sends are meant.
 *
 * @param high upper 64 bits
 * @param low lower 64 bits
 */
public record ClientInstanceId(long high, long low) implements Comparable<ClientInstanceId> {

    @Override
    public int compareTo(ClientInstanceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    @Override
    public String toString() {
        return new UUID(high, low).toString();
    }
}
