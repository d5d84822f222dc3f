package io.corduroy.client.engine;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.ProtocolVersion;
import io.corduroy.protocol.frame.ClientFrame.Bye;
import io.corduroy.protocol.frame.ClientFrame.Command;
import io.corduroy.protocol.frame.ClientFrame.Hello;
import io.corduroy.protocol.frame.ServerFrame.Refused;
import io.corduroy.protocol.frame.ServerFrame.Welcome;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the broker: one link at a time, sought again when it is lost.
 *
 * <pre>
 *   IDLE → CONNECTING → GREETING → READY
 *              ↑   \        |        |
 *              |    ↘       ↓        ↓
 *              +---- WAITING ←-------+      any → ENDED
 * </pre>
 *
 * The addresses are tried in order, without a pause within a round; a pause follows each round without success. Seeking ends
 * when the time for it is over, or when a broker refuses us for a reason that time does not heal.
 */
final class Uplink {

    private static final Logger LOG = LoggerFactory.getLogger(Uplink.class);

    enum State {
        IDLE,
        CONNECTING,
        GREETING,
        READY,
        WAITING,
        ENDED
    }

    private final EngineConfig config;
    private final EngineOutbox outbox;
    private final Backoff backoff;

    private String clientId;
    private State state = State.IDLE;
    private int link;
    private int nextAddress;
    private int triedInRound;
    private int roundsLeft;
    private boolean everReady;
    private String lastLoss = "";
    private long seekingSinceMs = Long.MAX_VALUE;
    private long retryAtMs = Long.MAX_VALUE;

    Uplink(EngineConfig config, EngineOutbox outbox, RandomGenerator random) {
        this.config = config;
        this.outbox = outbox;
        this.backoff = new Backoff(config.firstBackoffMs(), config.maxBackoffMs(), random);
        this.clientId = config.clientId();
        this.roundsLeft = config.connectRounds();
    }

    boolean isReady() {
        return state == State.READY;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    boolean isCurrent(int linkNumber) {
        return linkNumber == link && (state == State.CONNECTING || state == State.GREETING || state == State.READY);
    }

    /** Why the last link was lost, or could not be used. */
    String lastLoss() {
        return lastLoss;
    }

    String clientId() {
        return clientId;
    }

    /** Seeks a link from the first address on. */
    void seek(long nowMs) {
        if (seekingSinceMs == Long.MAX_VALUE) {
            seekingSinceMs = nowMs;
        }
        connectNext();
    }

    /** Says Hello again under another client identifier. */
    void seekAs(String newClientId, long nowMs) {
        if (state == State.READY || state == State.GREETING || state == State.CONNECTING) {
            outbox.close(link, "the client identifier is set");
        }
        clientId = newClientId;
        everReady = false; // as at first: nobody has work under way that would be worth a longer search
        roundsLeft = config.connectRounds();
        seekingSinceMs = nowMs;
        connectNext();
    }

    void onOpened() {
        change(State.GREETING, "link " + link + " is open");
        outbox.send(
                link,
                new Hello(
                        ProtocolVersion.OLDEST,
                        ProtocolVersion.NEWEST,
                        config.instance(),
                        clientId,
                        config.user(),
                        config.password(),
                        config.heartbeatMs(),
                        config.resumable(),
                        config.product()));
    }

    void onWelcome(Welcome welcome) {
        change(State.READY, "welcome");
        everReady = true;
        triedInRound = 0;
        outbox.onWelcome(link, welcome);
    }

    /** Work can be done: the time that seeking may take begins anew with the next loss. */
    void onHealthy() {
        seekingSinceMs = Long.MAX_VALUE;
        backoff.onSuccess();
    }

    void send(Command command) {
        outbox.send(link, command);
    }

    /**
     * The link is lost, or of no use: decides what next.
     *
     * @return true if another one is being sought, false if this was the last attempt
     */
    boolean onLost(String why, long nowMs) {
        lastLoss = why;
        boolean wasReady = state == State.READY;
        if (seekingSinceMs == Long.MAX_VALUE) {
            seekingSinceMs = nowMs;
        }
        if (isOutOfTime(nowMs)) {
            change(State.ENDED, why);
            return false;
        }
        if (!wasReady) {
            triedInRound++;
        }
        boolean roundIsOver = triedInRound >= config.addresses().size();
        if (roundIsOver) {
            triedInRound = 0;
            roundsLeft--;
            if (!everReady && roundsLeft <= 0) {
                change(State.ENDED, why);
                return false;
            }
        }
        nextAddress = (nextAddress + 1) % config.addresses().size();
        // After the loss of a good link the pause is short but not nothing: everybody else has lost theirs as well.
        if (roundIsOver || wasReady) {
            retryAtMs = nowMs + backoff.onFailure();
            change(State.WAITING, why);
            wake();
        } else {
            connectNext();
        }
        return true;
    }

    /**
     * A broker does not want us.
     *
     * @return true if another link is being sought
     */
    boolean onRefused(Refused refusal, long nowMs) {
        outbox.close(link, "refused by the broker");
        if (!isTransient(refusal.code())) {
            change(State.ENDED, refusal.text());
            return false;
        }
        return onLost(refusal.text(), nowMs);
    }

    /** Closes the link, which is of no use at the moment, and seeks another after a pause. */
    boolean restart(String why, long nowMs) {
        outbox.close(link, why);
        return onLost(why, nowMs);
    }

    /**
     * The pause, or the time for seeking, may be over.
     *
     * @return false if the time is over and nothing was found
     */
    boolean onTimer(long nowMs) {
        if (state == State.IDLE || state == State.ENDED || state == State.READY) {
            return true;
        }
        if (isOutOfTime(nowMs)) {
            if (state != State.WAITING) {
                outbox.close(link, "out of time");
            }
            change(State.ENDED, "no broker was found in time");
            return false;
        }
        if (state == State.WAITING && nowMs >= retryAtMs) {
            connectNext();
        } else {
            wake();
        }
        return true;
    }

    void end() {
        if (state == State.READY) {
            outbox.closeAfter(link, new Bye());
        } else if (state == State.CONNECTING || state == State.GREETING) {
            outbox.close(link, "the connection is closed");
        }
        change(State.ENDED, "closed");
    }

    static boolean isTransient(ErrorCode code) {
        return code == ErrorCode.NOT_LEADER || code == ErrorCode.PARTITION_FAILED || code == ErrorCode.SHUTTING_DOWN;
    }

    private boolean isOutOfTime(long nowMs) {
        return everReady && config.reconnectTimeoutMs() >= 0 && nowMs - seekingSinceMs >= config.reconnectTimeoutMs();
    }

    private void connectNext() {
        link++;
        change(State.CONNECTING, "link " + link + " to " + config.addresses().get(nextAddress));
        retryAtMs = Long.MAX_VALUE;
        wake();
        outbox.connect(link, config.addresses().get(nextAddress));
    }

    private void wake() {
        long timeIsOverMs = everReady && config.reconnectTimeoutMs() >= 0 && seekingSinceMs != Long.MAX_VALUE
                ? seekingSinceMs + config.reconnectTimeoutMs()
                : Long.MAX_VALUE;
        outbox.wakeAt(Math.min(timeIsOverMs, state == State.WAITING ? retryAtMs : Long.MAX_VALUE));
    }

    private void change(State to, String why) {
        LOG.debug("uplink: {} -> {}: {}", state, to, why);
        state = to;
        if (to == State.READY || to == State.ENDED) {
            outbox.wakeAt(Long.MAX_VALUE);
        }
    }
}
