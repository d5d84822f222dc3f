package io.corduroy.simulation.application;

import io.corduroy.protocol.ClientInstanceId;

/** What the ledger has to know of the node and an application cannot see. */
public interface NodeView {

    /** How long the pieces are that bodies beyond that length are cut into; 0 if the node has no room for them in a record. */
    int pieceBytes();

    /** How often the node has crashed. */
    long life();

    /** Whether the node has given this client up, or could have by now: it was away for longer than the grace period. */
    boolean hasGivenUp(ClientInstanceId client);

    /** Whether a partition of it has, or could have, and the client has not heard of it yet. */
    boolean hasGivenUp(ClientInstanceId client, int partition);

    /** The client has heard from a partition whether that still knows it. */
    void onAttached(ClientInstanceId client, int partition);
}
