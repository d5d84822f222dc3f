package io.corduroy.simulation.network;

import io.corduroy.protocol.frame.ClientFrame.Send;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame.Deliver;
import io.corduroy.simulation.history.Letter;

/** A frame as somebody who reads a trace wants to see it: with the number of the message in it. */
record ShownFrame(Frame frame) {

    @Override
    public String toString() {
        if (frame instanceof Deliver deliver) {
            return "message " + Letter.numberOf(deliver.message()) + " in " + frame;
        }
        if (frame instanceof Send send) {
            return "message " + Letter.numberOf(send.message()) + " in " + frame;
        }
        return frame.toString();
    }
}
