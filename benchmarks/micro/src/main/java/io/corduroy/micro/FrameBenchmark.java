package io.corduroy.micro;

import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.Origin;
import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.transport.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The three frames that each message needs, at both ends. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class FrameBenchmark {

    private static final int MAX_FRAME_BYTES = 4 << 20;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ProtocolCodec client = ProtocolCodec.ofClient(MAX_FRAME_BYTES);
    private final ProtocolCodec server = ProtocolCodec.ofServer(MAX_FRAME_BYTES);
    private final ArrayOutput out = new ArrayOutput();

    private final ByteBuffer message = Samples.encoded();
    private final Frame send = Samples.send(12, 34_567, 8, message);
    private final Frame deliver = new ServerFrame.Deliver(
            1, 2, 4, 34_567, 1, 12, 34_567, Samples.NOW_MS, 0, Samples.NOW_MS, 0, 0, Origin.HERE, message);
    private final Frame acknowledge =
            new ClientFrame.Acknowledge(1, 34_567, 1, 2, 0, List.of(new LaneRange(4, 34_567, 34_567)));

    private final ByteBuffer sendBytes = ArrayOutput.whole(client, send, message);
    private final ByteBuffer deliverBytes = ArrayOutput.whole(server, deliver, message);
    private final ByteBuffer acknowledgeBytes = ArrayOutput.whole(client, acknowledge, NOTHING);

    private int encode(ProtocolCodec codec, Frame frame) {
        out.clear();
        codec.encode(frame, out);
        return out.size();
    }

    @Benchmark
    public int encodeSend() {
        return encode(client, send);
    }

    @Benchmark
    public Frame decodeSend() throws MalformedFrameException {
        return server.decode(sendBytes.duplicate());
    }

    @Benchmark
    public int encodeDeliver() {
        return encode(server, deliver);
    }

    @Benchmark
    public Frame decodeDeliver() throws MalformedFrameException {
        return client.decode(deliverBytes.duplicate());
    }

    @Benchmark
    public int encodeAcknowledge() {
        return encode(client, acknowledge);
    }

    @Benchmark
    public Frame decodeAcknowledge() throws MalformedFrameException {
        return server.decode(acknowledgeBytes.duplicate());
    }
}
