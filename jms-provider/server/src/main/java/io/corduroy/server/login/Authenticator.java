package io.corduroy.server.login;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Decides who may come in. Called on a link's loop, once per link, so it must not block: what has to ask elsewhere completes
 * its answer later, from any thread.
 */
@FunctionalInterface
public interface Authenticator {

    /** Lets everybody in, whatever they say: for a node that only trusted peers can reach. */
    Authenticator ANYBODY = new Authenticator() {
        @Override
        public CompletionStage<Verdict> authenticate(Login login) {
            return CompletableFuture.completedFuture(Verdict.ACCEPTED);
        }

        @Override
        public boolean vouches() {
            return false;
        }
    };

    /**
     * What the client said about itself.
     *
     * @param peer its address, such as {@code 192.0.2.7:50312}
     */
    record Login(String user, String password, String peer) {

        private static final int LONGEST_SHOWN = 64;

        /** The peer's machine, whichever of its ports it comes from. */
        public String host() {
            int port = peer.lastIndexOf(':');
            return port < 0 ? peer : peer.substring(0, port);
        }

        /** For logs: does not tell the password, nor let a strange name begin a line of its own. */
        @Override
        public String toString() {
            String shown = user.length() > LONGEST_SHOWN ? user.substring(0, LONGEST_SHOWN) + "…" : user;
            return (user.isEmpty() ? "anonymous" : shown.replaceAll("\\p{Cntrl}", "?")) + " from " + peer;
        }
    }

    /** The answer; the client is told no more than that it was refused. */
    enum Verdict {
        /** Come in. */
        ACCEPTED,
        /** User or password wrong, or anonymous access not allowed. */
        REJECTED,
        /** Too many are being judged: nothing is said about this one. */
        BUSY
    }

    /**
     * Judges a login.
     *
     * @param login who says to be whom
     * @return completed soon; a failure counts as a rejection and is logged
     */
    CompletionStage<Verdict> authenticate(Login login);

    /** Whether a user that was let in is who it says: messages may name it as their sender then (JMSXUserID). */
    default boolean vouches() {
        return true;
    }
}
