package io.corduroy.protocol;

import java.util.OptionalInt;

/** Versions of the protocol that this build speaks; see {@code decisions/0001-frames.md} for when one is added. */
public final class ProtocolVersion {

    /** The oldest that is still spoken. */
    public static final int OLDEST = 1;

    /** The newest that is spoken. */
    public static final int NEWEST = 1;

    private ProtocolVersion() {}

    /**
     * The version to speak with a peer: the newest that both know.
     *
     * @param peerOldest the oldest that the peer speaks
     * @param peerNewest the newest that the peer speaks
     * @return empty if there is none in common
     */
    public static OptionalInt choose(int peerOldest, int peerNewest) {
        int newest = Math.min(NEWEST, peerNewest);
        return newest >= Math.max(OLDEST, peerOldest) ? OptionalInt.of(newest) : OptionalInt.empty();
    }
}
