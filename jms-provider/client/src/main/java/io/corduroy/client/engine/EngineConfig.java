package io.corduroy.client.engine;

import io.corduroy.protocol.ClientInstanceId;
import java.util.List;

/**
 * What an engine has to know from the beginning.
 *
 * @param instance identity of this connection, chosen at random
 * @param addresses where to find a broker, tried in this order; at least one
 * @param clientId JMS client identifier, empty if none
 * @param user empty for anonymous
 * @param password empty if none
 * @param heartbeatMs we promise to send something at least this often; 0: no promise
 * @param resumable false for a broker in our own process
 * @param product name and version, for the broker's log
 * @param connectRounds how often all addresses are tried before the first connection fails, 1 or more
 * @param reconnectTimeoutMs how long a lost connection is sought again before everything fails; 0: not at all, −1: for ever
 * @param firstBackoffMs pause after the first round of addresses without success; doubles with each round, 1 or more
 * @param maxBackoffMs longest pause
 */
public record EngineConfig(
        ClientInstanceId instance,
        List<String> addresses,
        String clientId,
        String user,
        String password,
        int heartbeatMs,
        boolean resumable,
        String product,
        int connectRounds,
        long reconnectTimeoutMs,
        int firstBackoffMs,
        int maxBackoffMs) {

    /** Checks the ranges, copies the list. */
    public EngineConfig {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || connectRounds < 1 || firstBackoffMs < 1 || maxBackoffMs < firstBackoffMs) {
            throw new IllegalArgumentException("addresses " + addresses + ", connectRounds " + connectRounds
                    + ", back-off from " + firstBackoffMs + " to " + maxBackoffMs + " ms");
        }
    }

    /** Does not tell the password. */
    @Override
    public String toString() {
        return "client " + instance + " of " + addresses + " as \"" + clientId + "\"";
    }
}
