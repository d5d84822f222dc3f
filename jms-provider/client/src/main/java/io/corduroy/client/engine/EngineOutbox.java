package io.corduroy.client.engine;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;

/**
 * The engine's effects. Called within calls into the engine; an implementation must not call back into it before it has
 * returned.
 */
public interface EngineOutbox {

    /**
     * Asks for a link; {@link ClientEngine#onLinkOpened} or {@link ClientEngine#onLinkClosed} answers.
     *
     * @param link number of the link, rising; an older link's events no longer matter
     * @param address one of {@link EngineConfig#addresses()}
     */
    void connect(int link, String address);

    /** Sends a frame on a link that is open. */
    void send(int link, ClientFrame frame);

    /** The broker has said Welcome: the link may carry large frames from now on, within the limits that it names. */
    void onWelcome(int link, ServerFrame.Welcome welcome);

    /** Closes a link; {@link ClientEngine#onLinkClosed} is not expected any more. */
    void close(int link, String reason);

    /** Sends a last frame and closes when it has been written. */
    void closeAfter(int link, ClientFrame lastFrame);

    /**
     * Calls {@link ClientEngine#onTimer} at that time or a little later. The last call counts.
     *
     * @param timeMs {@link Long#MAX_VALUE}: not at all
     */
    void wakeAt(long timeMs);

    /**
     * Hands a message to the consumer's session.
     *
     * @return false if the session is closing this consumer and takes nothing more: the message goes back unseen
     */
    boolean deliver(Delivery delivery);

    /**
     * The broker has given away what waits unseen for this consumer: it must not be shown to the application any more.
     *
     * @return what was dropped
     */
    List<LaneRange> revoke(int consumerId);

    /**
     * Other consumers are idle: what waits unseen for this one goes back to the broker. When the application wants messages again,
     * or takes some, {@link ClientEngine#wanted} or {@link ClientEngine#taken} must be called.
     *
     * @return what goes back
     */
    List<LaneRange> recall(int consumerId);

    /** A browser has been given everything. */
    void onBrowsed(int consumerId);

    /** The broker has closed a consumer. */
    void onConsumerClosed(int consumerId, Failure failure);

    /** A producer has got its number on a partition, or another one after the broker had forgotten it. */
    void onProducerOpened(int sessionId, int partition, ProducerIdentity identity);

    /** The link is lost and is being sought again. */
    void onInterrupted(String why);

    /** The link is there again and everything open has been resumed or is being resumed. */
    void onReconnected();

    /** The connection is lost for good; everything outstanding fails. */
    void onConnectionFailed(Failure failure);
}
