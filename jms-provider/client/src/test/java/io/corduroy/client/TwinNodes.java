package io.corduroy.client;

import io.corduroy.client.engine.BrokerTwin;
import io.corduroy.protocol.EmbeddedNodes;
import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.transport.CloseReason;
import io.corduroy.transport.InVmTransport;
import io.corduroy.transport.Link;
import io.corduroy.transport.LinkHandler;
import io.corduroy.transport.LinkOptions;
import io.corduroy.transport.Loop;
import io.corduroy.transport.Loops;
import java.io.IOException;
import java.util.Map;

/** A broker's twin for one connection, reached as an embedded node is. */
public final class TwinNodes implements EmbeddedNodes {

    /** For the service loader. */
    public TwinNodes() {}

    @Override
    public Share open(String directory, Map<String, String> options) throws IOException {
        if (options.containsKey("bad")) {
            throw new IllegalArgumentException("unknown setting bad");
        }
        Loops loops = Loops.start("twin", 1);
        InVmTransport<Frame> transport = new InVmTransport<>(ProtocolCodec.ofServer(1 << 20), LinkOptions.defaults());
        BrokerTwin broker = new BrokerTwin();
        broker.takesBackDuringFetch = options.containsKey("takes-back");
        transport.listen("twin", loops, accepted -> new LinkHandler<>() {
            @Override
            public void onOpen(Link<Frame> link) {
                broker.answerTo(link::send);
            }

            @Override
            public void onFrame(Link<Frame> link, Frame frame) {
                if (frame instanceof ClientFrame said) {
                    broker.handle(said);
                }
            }

            @Override
            public void onClosed(Link<Frame> link, CloseReason reason) {}
        });
        return new Share() {
            @Override
            public Link<Frame> connect(Loop loop, LinkHandler<Frame> handler) {
                return transport.connect(loop, "twin", handler);
            }

            @Override
            public void close() {
                loops.close();
            }
        };
    }
}
