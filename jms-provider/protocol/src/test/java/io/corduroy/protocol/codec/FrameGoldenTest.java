package io.corduroy.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.Golden;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.message.MessageEncoder;
import io.corduroy.protocol.message.MessageFields;
import io.corduroy.transport.FrameCodec;
import io.corduroy.transport.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FrameGoldenTest {

    static List<Named<Frame>> frames() {
        return SampleFrames.all().stream()
                .map(frame -> Named.of(nameOf(frame), frame))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void writesAndReadsTheBytesOfTheGoldenFile(Frame frame) throws MalformedFrameException {
        FrameCodec<Frame> codec = receiverOf(frame);
        ByteBuffer encoded = BytesOutput.encode(codec, frame);

        ByteBuffer golden = Golden.read("frame/" + nameOf(frame), encoded);

        assertThat(Golden.toHex(encoded)).isEqualTo(Golden.toHex(golden));
        assertThat(codec.decode(golden)).isEqualTo(frame);
    }

    @Test
    void aPrepareThatEndsBeforeItsParticipantsNamesNone() throws MalformedFrameException {
        ByteBuffer golden = Golden.read("frame/Prepare-without-participants", ByteBuffer.allocate(0));

        assertThat(ProtocolCodec.ofServer(1 << 20).decode(golden))
                .isEqualTo(new ClientFrame.Prepare(1, 213, 9, 23, 5, 6, 2, List.of()));
    }

    @Test
    void aSendThatIsRepeatedSaysSo() throws MalformedFrameException {
        ByteBuffer golden = Golden.read("frame/Send-repeated", ByteBuffer.allocate(0));
        ByteBuffer message = MessageEncoder.encode(new MessageFields().text("hi"));
        ClientFrame.Send repeated =
                new ClientFrame.Send(1, 20, 21, 22, 23, true, true, 4, 1_700_000_000_000L, 60_000, 5, "g", 2, message);

        assertThat(ProtocolCodec.ofServer(1 << 20).decode(golden.duplicate())).isEqualTo(repeated);
        assertThat(Golden.toHex(BytesOutput.encode(receiverOf(repeated), repeated)))
                .isEqualTo(Golden.toHex(golden));
    }

    @Test
    void aWelcomeThatEndsBeforeTheUserIsForNone() throws MalformedFrameException {
        ByteBuffer golden = Golden.read("frame/Welcome-without-user", ByteBuffer.allocate(0));
        ServerFrame.Welcome welcome =
                new ServerFrame.Welcome(1, 7, SampleFrames.IMAGE, 2_097_152, 1L << 40, 1_048_576, 262_144, 15_000);

        assertThat(ProtocolCodec.ofClient(1 << 20).decode(golden.duplicate())).isEqualTo(welcome);
        assertThat(Golden.toHex(BytesOutput.encode(receiverOf(welcome), welcome)))
                .isEqualTo(Golden.toHex(golden));
    }

    @Test
    void thereIsAGoldenFileForEveryKindOfFrame() {
        Set<Class<?>> sampled =
                SampleFrames.all().stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(sampled).containsExactlyInAnyOrderElementsOf(kindsOf(Frame.class));
    }

    @Test
    void everyKindIsReadByItsOwnNumber() {
        Set<Integer> numbers =
                SampleFrames.all().stream().map(Frame::typeNumber).collect(Collectors.toSet());

        assertThat(numbers).hasSize(FrameType.values().length);
        for (FrameType type : FrameType.values()) {
            assertThat(numbers).contains(type.number());
        }
    }

    static FrameCodec<Frame> receiverOf(Frame frame) {
        return frame instanceof ClientFrame ? ProtocolCodec.ofServer(1 << 20) : ProtocolCodec.ofClient(1 << 20);
    }

    static List<Class<?>> kindsOf(Class<?> sealed) {
        if (!sealed.isSealed()) {
            return List.of(sealed);
        }
        List<Class<?>> kinds = new ArrayList<>();
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
            kinds.addAll(kindsOf(kind));
        }
        return kinds;
    }

    private static String nameOf(Frame frame) {
        String name = frame.getClass().getSimpleName();
        return frame instanceof ClientFrame.Acknowledge acknowledge && acknowledge.patient() ? name + "-patient" : name;
    }
}
