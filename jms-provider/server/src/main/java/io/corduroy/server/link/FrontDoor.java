package io.corduroy.server.link;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;

/** Makes the handlers of all links of a node, whatever they come over, and knows who is connected. Any thread. */
public final class FrontDoor {

    private final LinkContext context;
    private final ClientRegistry registry;
    private final LinkCounters counters = new LinkCounters();

    /**
     * Opens the door.
     *
     * @param maxLinks more are refused
     */
    public FrontDoor(LinkContext context, int maxLinks) {
        this.context = context;
        this.registry = new ClientRegistry(maxLinks);
    }

    /** The handler of a link over the network: payloads live in its buffers. */
    public LinkHandler<Frame> acceptTcp(Link<Frame> link) {
        return new ServerLink(context, registry, counters, false);
    }

    /** The handler of a link within this process: payloads are the client's own and never change. */
    public LinkHandler<Frame> acceptInVm(Link<Frame> link) {
        return new ServerLink(context, registry, counters, true);
    }

    /** Links that are open now, strangers included. */
    public int connections() {
        return registry.count();
    }

    /** What happened here so far. */
    public LinkCounters counters() {
        return counters;
    }

    /** Lets nobody in any more and tells those inside to go; they may come back to the next process. */
    public void close() {
        registry.close().forEach(link -> link.refuse(ErrorCode.SHUTTING_DOWN, "the server is shutting down"));
    }
}
