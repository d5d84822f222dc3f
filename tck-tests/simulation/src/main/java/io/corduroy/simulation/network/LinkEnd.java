package io.corduroy.simulation.network;

import io.corduroy.protocol.frame.Frame;

/** One side of a link, as the network tells it what happens. */
public interface LinkEnd {

    /** The link stands; only the side that asked for it is told. */
    void onOpened();

    /** A frame has arrived. Its payloads are valid only until this returns, as with the real transport. */
    void onFrame(Frame frame);

    /** The link could not be opened, or is closed or lost; nothing comes after this. */
    void onClosed(String why);

    /** More may be sent, after {@link SimulatedLink.Side#isWritable()} was false. */
    void onWritable();
}
