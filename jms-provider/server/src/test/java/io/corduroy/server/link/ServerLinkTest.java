package io.corduroy.server.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.codec.ProtocolCodec;
import io.corduroy.protocol.frame.ClientFrame.Attach;
import io.corduroy.protocol.frame.ClientFrame.Bye;
import io.corduroy.protocol.frame.ClientFrame.Credit;
import io.corduroy.protocol.frame.ClientFrame.Hello;
import io.corduroy.protocol.frame.Frame;
import io.corduroy.protocol.frame.Heartbeat;
import io.corduroy.protocol.frame.ServerFrame.Attached;
import io.corduroy.protocol.frame.ServerFrame.Refused;
import io.corduroy.protocol.frame.ServerFrame.SendConfirmed;
import io.corduroy.protocol.frame.ServerFrame.Welcome;
import io.corduroy.server.login.Authenticator;
import io.corduroy.transport.InVmTransport;
import io.corduroy.transport.LinkOptions;
import io.corduroy.transport.Loops;
import io.corduroy.transport.TcpListener;
import io.corduroy.transport.TcpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServerLinkTest {

    private static final int MAX_FRAME = 1 << 20;
    private static final LinkOptions OPTIONS = LinkOptions.defaults();

    private final Loops loops = Loops.start("test", 3);
    private final RecordingDoor one = new RecordingDoor(1, loops.all().get(0));
    private final RecordingDoor two = new RecordingDoor(2, loops.all().get(1));
    private FrontDoor door;
    private TcpListener listener;
    private InVmTransport<Frame> inVm;

    @BeforeEach
    void open() throws IOException {
        ProtocolCodec codec = ProtocolCodec.ofServer(MAX_FRAME);
        LinkContext context = new LinkContext(
                3,
                codec,
                () -> new MetadataImage(1, List.of()),
                List.of(one, two),
                login -> CompletableFuture.completedFuture(
                        login.user().equals("mallory")
                                ? Authenticator.Verdict.REJECTED
                                : Authenticator.Verdict.ACCEPTED),
                true,
                1_000,
                100,
                100,
                5_000);
        door = new FrontDoor(context, 4);
        listener = new TcpTransport<Frame>(codec, OPTIONS)
                .listen(loops, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), door::acceptTcp);
        inVm = new InVmTransport<>(codec, OPTIONS);
        inVm.listen("node", loops, door::acceptInVm);
    }

    @AfterEach
    void close() {
        listener.close();
        loops.close();
    }

    @Test
    void letsAClientInOverTcpAndAttachesIt() throws Exception {
        RawClient client = overTcp();

        client.say(RawClient.hello(1, ""));
        Welcome welcome = client.expect(Welcome.class);
        client.say(new Attach(2, 9));

        assertThat(welcome.node()).isEqualTo(3);
        assertThat(welcome.version()).isEqualTo(1);
        assertThat(welcome.maxFrameBytes()).isEqualTo(MAX_FRAME);
        assertThat(welcome.pieceBytes()).isEqualTo(100);
        assertThat(client.expect(Attached.class).requestId()).isEqualTo(9);
        assertThat(two.next()).isEqualTo("connect raw-1");
        assertThat(one.isSilent()).isTrue();
    }

    @Test
    void whatIsSaidRightAfterHelloIsHeardAfterWelcome() throws Exception {
        for (RawClient client : List.of(overTcp(), inVm())) {
            client.say(RawClient.hello(client.hashCode(), ""));
            client.say(new Attach(1, 1));

            client.expect(Welcome.class);
            client.expect(Attached.class);
        }
    }

    @Test
    void commandsReachEachPartitionInOrderWhateverItsLoop() throws Exception {
        RawClient client = overTcp();
        client.say(RawClient.hello(1, ""));
        client.say(new Attach(1, 1));
        client.say(new Attach(2, 2));

        for (int i = 1; i <= 500; i++) {
            client.say(RawClient.send(1 + i % 2, 1, i, 1, "m" + i));
        }

        assertThat(one.next()).isEqualTo("connect raw-1");
        assertThat(two.next()).isEqualTo("connect raw-1");
        for (int i = 1; i <= 500; i++) {
            assertThat((i % 2 == 0 ? one : two).next()).isEqualTo("send m" + i);
        }
        assertThat(confirmedOf(client, 500)).isEqualTo(500);
    }

    private static long confirmedOf(RawClient client, int wanted) throws InterruptedException {
        long confirmed = 0;
        while (confirmed < wanted) {
            confirmed += client.expect(Frame.class) instanceof SendConfirmed ? 1 : 0;
        }
        return confirmed;
    }

    @Test
    void moreThanAPartitionTakesIsStillDeliveredWhole() throws Exception {
        RawClient client = overTcp();
        client.say(RawClient.hello(1, ""));
        client.say(new Attach(1, 1));
        client.say(new Attach(2, 2));
        String big = "x".repeat(200_000);

        for (int i = 1; i <= 100; i++) {
            client.say(RawClient.send(1 + i % 2, 1, i, 1, i + big));
        }

        one.next();
        two.next();
        for (int i = 1; i <= 100; i++) {
            assertThat((i % 2 == 0 ? one : two).next()).startsWith("send " + i + "x");
        }
    }

    @Test
    void aPausedLinkIsNotReadUntilEveryPartitionResumes() throws Exception {
        RawClient client = overTcp();
        client.say(RawClient.hello(1, ""));
        client.say(new Attach(1, 1));
        client.expect(Welcome.class);
        client.expect(Attached.class);
        one.next();

        one.port().pauseReading(1);
        one.port().pauseReading(2);
        settle();
        client.say(new Credit(1, 5, 1));
        settle();
        one.port().resumeReading(1);
        settle();
        assertThat(one.isSilent()).isTrue();

        one.port().resumeReading(2);
        assertThat(one.next()).isEqualTo("Credit");
    }

    @Test
    void byeEndsTheLinkWhenEveryPartitionHasAnswered() throws Exception {
        RawClient client = overTcp();
        two.saysFarewell = false;
        client.say(RawClient.hello(1, ""));
        client.say(new Attach(1, 1));
        client.say(new Attach(2, 2));
        client.expect(Welcome.class);
        client.say(new Bye());

        assertThat(one.next() + ", " + one.next()).isEqualTo("connect raw-1, bye");
        assertThat(two.next() + ", " + two.next()).isEqualTo("connect raw-1, bye");
        assertThat(client.link().isOpen()).isTrue();
        two.port().onFarewell(2);

        client.expectEnd();
        assertThat(door.counters().lost()).isZero();
    }

    @Test
    void aLostLinkIsToldToItsPartitionsOnce() throws Exception {
        RawClient client = overTcp();
        client.say(RawClient.hello(1, ""));
        client.say(new Attach(1, 1));
        client.expect(Welcome.class);
        client.expect(Attached.class);

        client.link().close("test");

        assertThat(one.next() + ", " + one.next()).isEqualTo("connect raw-1, lost");
        settle();
        assertThat(one.isSilent()).isTrue();
        assertThat(door.counters().lost()).isEqualTo(1);
    }

    @Test
    void aClientIdentifierBelongsToOneConnection() throws Exception {
        RawClient first = overTcp();
        first.say(RawClient.hello(1, "billing"));
        first.expect(Welcome.class);

        RawClient second = overTcp();
        second.say(RawClient.hello(2, "billing"));
        assertThat(second.expect(Refused.class).code()).isEqualTo(ErrorCode.CLIENT_ID_IN_USE);
        second.expectEnd();

        first.say(new Bye());
        first.expectEnd();
        RawClient third = overTcp();
        third.say(RawClient.hello(3, "billing"));
        third.expect(Welcome.class);
    }

    @Test
    void aReturningClientTakesTheOldLinksPlace() throws Exception {
        RawClient old = overTcp();
        old.say(RawClient.hello(1, "billing"));
        old.say(new Attach(1, 1));
        old.expect(Welcome.class);
        old.expect(Attached.class);

        RawClient again = overTcp();
        again.say(RawClient.hello(1, "billing"));
        again.say(new Attach(1, 1));

        again.expect(Welcome.class);
        again.expect(Attached.class);
        old.expectEnd();
        assertThat(List.of(one.next(), one.next(), one.next()))
                .containsExactly("connect raw-1", "lost", "connect raw-1");
    }

    @Test
    void nobodyTakesAnotherUsersConnection() throws Exception {
        RawClient victim = overTcp();
        victim.say(hello(1, "alice", 1, 1));
        victim.expect(Welcome.class);

        RawClient thief = overTcp();
        thief.say(hello(1, "eve", 1, 1));

        assertThat(thief.expect(Refused.class).code()).isEqualTo(ErrorCode.NOT_AUTHORIZED);
        assertThat(victim.link().isOpen()).isTrue();
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        RawClient client = overTcp();

        client.say(hello(1, "mallory", 1, 1));

        assertThat(client.expect(Refused.class).code()).isEqualTo(ErrorCode.AUTHENTICATION_FAILED);
        client.expectEnd();
    }

    @Test
    void unknownVersionsAreRefusedWithThoseWeSpeak() throws Exception {
        RawClient client = overTcp();

        client.say(hello(1, "", 8, 9));

        Refused refused = client.expect(Refused.class);
        assertThat(refused.code()).isEqualTo(ErrorCode.UNSUPPORTED_VERSION);
        assertThat(refused.text()).contains("8 to 9").contains("1 to 1");
    }

    @Test
    void wrongOrderEndsTheLinkWithAReason() throws Exception {
        assertRefused("Attach does not belong here", new Attach(1, 1));
        assertRefused("Bye does not belong here", new Bye());
        assertRefused("a second Hello", RawClient.hello(1, ""), RawClient.hello(1, ""));
        assertRefused("before Attach", RawClient.hello(2, ""), new Credit(1, 1, 1));
        assertRefused("a second Attach", RawClient.hello(3, ""), new Attach(1, 1), new Attach(1, 2));
        assertRefused("partition 3: this node has 1 to 2", RawClient.hello(4, ""), new Attach(3, 1));
        assertRefused("partition 0", RawClient.hello(5, ""), new Attach(0, 1));
        assertThat(door.counters().refused()).isEqualTo(7);
    }

    @Test
    void moreLinksThanAllowedAreRefused() throws Exception {
        for (int i = 0; i < 4; i++) {
            RawClient client = overTcp();
            client.say(RawClient.hello(i, ""));
            client.expect(Welcome.class);
        }

        RawClient fifth = overTcp();

        assertThat(fifth.expect(Refused.class).code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
        fifth.expectEnd();
    }

    @Test
    void closingTellsEverybodyToGo() throws Exception {
        RawClient client = inVm();
        client.say(RawClient.hello(1, ""));
        client.expect(Welcome.class);

        door.close();

        assertThat(client.expect(Refused.class).code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
        client.expectEnd();
        assertThat(overTcp().expect(Refused.class).code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
    }

    @Test
    void heartbeatsAreNoNews() throws Exception {
        RawClient client = overTcp();
        client.say(RawClient.hello(1, ""));
        client.say(Heartbeat.INSTANCE);
        client.say(new Attach(1, 1));

        client.expect(Welcome.class);
        client.expect(Attached.class);
    }

    private void assertRefused(String reason, Frame... frames) throws InterruptedException {
        RawClient client = overTcp();
        for (Frame frame : frames) {
            client.say(frame);
        }
        Frame last = client.expect(Frame.class);
        while (!(last instanceof Refused)) {
            last = client.expect(Frame.class);
        }
        assertThat(((Refused) last).code()).isEqualTo(ErrorCode.PROTOCOL);
        assertThat(((Refused) last).text()).contains(reason);
        client.expectEnd();
    }

    private static Hello hello(long instance, String user, int minVersion, int maxVersion) {
        Hello plain = RawClient.hello(instance, "");
        return new Hello(minVersion, maxVersion, plain.instance(), "", user, "secret", 0, true, "raw");
    }

    /** Waits until what was queued on every loop has run, and what that queued, and what that did. */
    private void settle() {
        for (int round = 0; round < 3; round++) {
            loops.all()
                    .forEach(loop -> CompletableFuture.runAsync(() -> {}, loop).join());
        }
    }

    private RawClient overTcp() {
        try {
            TcpTransport<Frame> tcp = new TcpTransport<>(ProtocolCodec.ofClient(MAX_FRAME), OPTIONS);
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
            return new RawClient(handler -> tcp.connect(loops.next(), address, handler));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private RawClient inVm() {
        return new RawClient(handler -> inVm.connect(loops.next(), "node", handler));
    }
}
