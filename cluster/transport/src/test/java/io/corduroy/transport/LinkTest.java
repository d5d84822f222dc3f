package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every link, whatever it runs over. */
@Timeout(60)
final class LinkTest {

    private final Loops here = Loops.start("here", 1);
    private final Loops there = Loops.start("there", 2);
    private final BlockingQueue<Recorder> accepted = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        here.close();
        there.close();
    }

    private Wire.Road listen(Wire wire, LinkOptions options, Supplier<Recorder> handlers) throws Exception {
        return wire.listen(there, options, link -> {
            Recorder handler = handlers.get();
            accepted.add(handler);
            return handler;
        });
    }

    private Recorder acceptedNext() throws Exception {
        return accepted.poll(Recorder.TIMEOUT_S, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource
    void carriesFramesBothWays(Wire wire) throws Exception {
        Recorder handler = new Recorder();
        try (Wire.Road road = listen(wire, Recorder.PATIENT, Recorder::echo)) {
            road.connect(here.next(), handler).send(Note.of(1, "sent before the link was open"));
            handler.link().send(Note.of(2, "sent after"));

            assertThat(handler.next()).isEqualTo(Note.of(1, "sent before the link was open"));
            assertThat(handler.next()).isEqualTo(Note.of(2, "sent after"));
            assertThat(handler.link().isOpen()).isTrue();
            assertThat(acceptedNext().turns.get()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void carriesLargePayloadsBetweenSmallOnes(Wire wire) throws Exception {
        Recorder handler = new Recorder();
        List<Note> sent = List.of(
                Note.ofBytes(1, 10),
                Note.ofBytes(2, 3_000_000),
                Note.ofBytes(3, 8 * 1024 - 1),
                Note.ofBytes(4, 8 * 1024),
                Note.ofBytes(5, 0),
                Note.ofBytes(6, 70_000),
                Note.ofBytes(7, 1));
        try (Wire.Road road = listen(wire, Recorder.PATIENT, Recorder::echo)) {
            road.connect(here.next(), handler);
            Link<Note> link = handler.link();
            onLoop(link, link::raiseFrameLimit);
            Link<Note> other = acceptedNext().link();
            onLoop(other, other::raiseFrameLimit);
            sent.forEach(link::send);

            for (Note note : sent) {
                assertThat(handler.next()).isEqualTo(note);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsTheOrderOfEachSendingThread(Wire wire) throws Exception {
        int threads = 4;
        int each = 5_000;
        try (Wire.Road road = listen(wire, Recorder.PATIENT, Recorder::new)) {
            Recorder handler = new Recorder();
            road.connect(here.next(), handler);
            Link<Note> link = handler.link();
            CountDownLatch ready = new CountDownLatch(threads);
            for (int t = 0; t < threads; t++) {
                long base = t * 1_000_000L;
                Runnable sending = () -> {
                    ready.countDown();
                    for (int i = 0; i < each; i++) {
                        link.send(Note.of(base + i));
                    }
                };
                if (t == 0) {
                    link.loop().execute(sending); // one of them is the loop itself
                } else {
                    new Thread(sending).start();
                }
            }

            Recorder receiver = acceptedNext();
            long[] expected = new long[threads];
            for (int i = 0; i < threads * each; i++) {
                long number = receiver.next().number();
                assertThat(number % 1_000_000).isEqualTo(expected[(int) (number / 1_000_000)]++);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsBothSidesWhenTheConnectingOneCloses(Wire wire) throws Exception {
        try (Wire.Road road = listen(wire, Recorder.PATIENT, Recorder::new)) {
            Recorder handler = new Recorder();
            road.connect(here.next(), handler);
            handler.link().close("enough");
            handler.link().close("a second reason");

            assertThat(handler.reason()).isEqualTo(new CloseReason(CloseReason.Kind.LOCAL, "enough"));
            Recorder other = acceptedNext();
            assertThat(other.reason().kind()).isEqualTo(CloseReason.Kind.PEER);
            assertThat(handler.link().isOpen()).isFalse();
            assertThat(handler.link().isWritable()).isFalse();
            assertThat(handler.callsAfterClose.get() + other.callsAfterClose.get())
                    .isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsBothSidesWhenTheAcceptingOneCloses(Wire wire) throws Exception {
        try (Wire.Road road =
                listen(wire, Recorder.PATIENT, () -> new Recorder((link, note) -> link.close("not " + note.text())))) {
            Recorder handler = new Recorder();
            road.connect(here.next(), handler).send(Note.of(1, "you"));

            assertThat(handler.reason().kind()).isEqualTo(CloseReason.Kind.PEER);
            assertThat(acceptedNext().reason()).isEqualTo(new CloseReason(CloseReason.Kind.LOCAL, "not you"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void deliversALastFrameBehindALongQueueThoughThePeerGoesOnSending(Wire wire) throws Exception {
        int queued = 2_000;
        try (Wire.Road road = listen(
                wire,
                Recorder.PATIENT.withLingerMs(20_000),
                () -> new Recorder((link, note) -> {
                    if (note.number() == 0) {
                        for (int i = 1; i <= queued; i++) {
                            link.send(Note.ofBytes(i, 2_000));
                        }
                        link.closeAfter(Note.of(queued + 1, "goodbye"), "done");
                        link.send(Note.of(queued + 2, "too late"));
                    }
                }))) {
            Recorder handler = new Recorder((link, note) -> link.send(Note.ofBytes(5, 2_000)));
            road.connect(here.next(), handler).send(Note.of(0));

            for (int i = 1; i <= queued; i++) {
                assertThat(handler.next().number()).isEqualTo(i);
            }
            assertThat(handler.next().text()).isEqualTo("goodbye");
            assertThat(handler.reason().kind()).isEqualTo(CloseReason.Kind.PEER);
            assertThat(handler.notes).isEmpty();
            assertThat(acceptedNext().reason()).isEqualTo(new CloseReason(CloseReason.Kind.LOCAL, "done"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLastFrameFromAnotherThreadEndsTheLinkAsSoonAsItIsWritten(Wire wire) throws Exception {
        LinkOptions patient = Recorder.PATIENT.withLingerMs(600_000);
        try (Wire.Road road = listen(wire, patient, Recorder::new)) {
            for (int i = 0; i < 20; i++) { // the loop may be faster than the closing thread, or slower
                Recorder handler = new Recorder();
                road.connect(here.next(), handler);
                handler.link().closeAfter(Note.of(1, "goodbye"), "done");

                assertThat(handler.reason()).isEqualTo(new CloseReason(CloseReason.Kind.LOCAL, "done"));
                assertThat(acceptedNext().next().text()).isEqualTo("goodbye");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLastFrameThatIsAnsweredByALastFrameEndsTheLinkAtOnce(Wire wire) throws Exception {
        LinkOptions patient = Recorder.PATIENT.withLingerMs(600_000);
        try (Wire.Road road = listen(
                wire,
                patient,
                () -> new Recorder((link, note) -> link.closeAfter(Note.of(2, "and you"), "answered")))) {
            for (int i = 0; i < 20; i++) {
                Recorder handler = new Recorder();
                road.connect(here.next(), handler);
                handler.link().closeAfter(Note.of(1, "goodbye"), "done");

                assertThat(handler.reason()).isNotNull(); // done, or answered: whichever comes first
                assertThat(acceptedNext().reason()).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesUpOnALastFrameThatNobodyReads(Wire wire) throws Exception {
        try (Wire.Road road = listen(wire, Recorder.PATIENT.withLingerMs(100), Recorder::new)) {
            Recorder handler = new Recorder();
            road.connect(here.next(), handler);
            Recorder deaf = acceptedNext();
            pause(deaf.link());
            for (int i = 0; i < 200; i++) {
                handler.link().send(Note.ofBytes(i, 100_000));
            }
            handler.link().closeAfter(Note.of(1), "done");

            assertThat(handler.reason()).isEqualTo(new CloseReason(CloseReason.Kind.LOCAL, "done"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPausedReaderStopsTheSenderAndAResumedOneLetsItGoOn(Wire wire) throws Exception {
        LinkOptions options = Recorder.PATIENT.withWaterMarks(50_000, 100_000);
        try (Wire.Road road = listen(wire, options, Recorder::new)) {
            Recorder handler = new Recorder();
            road.connect(here.next(), handler);
            Link<Note> link = handler.link();
            Recorder receiver = acceptedNext();
            pause(receiver.link());

            int sent = 0;
            while (link.isWritable() || !stays(link)) {
                link.send(Note.ofBytes(sent++, 10_000));
            }
            assertThat(receiver.notes).isEmpty();
            handler.events.clear(); // of the times when the socket still took it all
            receiver.link().resumeReading();

            assertThat(handler.nextEvent()).isEqualTo("writable");
            for (int i = 0; i < sent; i++) {
                assertThat(receiver.next()).isEqualTo(Note.ofBytes(i, 10_000));
            }
            assertThat(link.isWritable()).isTrue();
            assertThat(sent * 10_000)
                    .as("bytes that lay between a sender and a deaf receiver")
                    .isLessThan(20_000_000);
        }
    }

    /** Whether an unwritable link is still that after its loop has flushed what the socket takes. */
    private static boolean stays(Link<Note> link) throws Exception {
        for (int i = 0; i < 3 && !link.isWritable(); i++) {
            onLoop(link, () -> {});
        }
        return !link.isWritable();
    }

    @ParameterizedTest
    @EnumSource
    void pausingWithinABurstHoldsTheRestOfIt(Wire wire) throws Exception {
        BlockingQueue<Link<Note>> paused = new LinkedBlockingQueue<>();
        try (Wire.Road road = listen(
                wire,
                Recorder.PATIENT,
                () -> new Recorder((link, note) -> {
                    link.pauseReading();
                    paused.add(link);
                }))) {
            Recorder handler = new Recorder();
            road.connect(here.next(), handler);
            onLoop(handler.link(), () -> {
                for (int i = 0; i < 5; i++) {
                    handler.opened.join().send(Note.of(i));
                }
            });

            Recorder receiver = acceptedNext();
            for (int i = 0; i < 5; i++) {
                Link<Note> link = paused.poll(Recorder.TIMEOUT_S, TimeUnit.SECONDS);
                onLoop(link, () -> {});
                onLoop(link, () -> {});
                assertThat(receiver.notes).hasSize(i + 1);
                link.resumeReading();
            }
            handler.link().send(Note.of(5));
            assertThat(paused.poll(Recorder.TIMEOUT_S, TimeUnit.SECONDS)).isNotNull();
            assertThat(receiver.notes).extracting(Note::number).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatThrowsLosesItsLinkAndNoOther(Wire wire) throws Exception {
        try (Wire.Road road = listen(
                wire,
                Recorder.PATIENT,
                () -> new Recorder((link, note) -> {
                    if (note.number() == 13) {
                        throw new IllegalStateException("superstition");
                    }
                    link.send(note.copied());
                }))) {
            List<Recorder> handlers = new ArrayList<>();
            for (int i = 0; i < 4; i++) { // two on each of the accepting loops
                Recorder handler = new Recorder();
                handlers.add(handler);
                road.connect(here.next(), handler);
                handler.link();
            }
            handlers.get(0).link().send(Note.of(13));
            assertThat(handlers.get(0).reason().kind()).isEqualTo(CloseReason.Kind.PEER);
            for (Recorder handler : handlers.subList(1, 4)) {
                handler.link().send(Note.of(1));
                assertThat(handler.next().number()).isEqualTo(1);
            }
            List<CloseReason> reasons = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Recorder acceptedOne = acceptedNext();
                if (acceptedOne.closed.isDone()) {
                    reasons.add(acceptedOne.reason());
                }
            }
            assertThat(reasons).singleElement().satisfies(reason -> {
                assertThat(reason.kind()).isEqualTo(CloseReason.Kind.HANDLER_ERROR);
                assertThat(reason.text()).contains("superstition");
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHandlerThatClosesItsOwnLinkIsToldAfterItReturns(Wire wire) throws Exception {
        CompletableFuture<Boolean> toldWithin = new CompletableFuture<>();
        Recorder[] self = new Recorder[1];
        self[0] = new Recorder((link, note) -> {
            link.close("by itself");
            toldWithin.complete(self[0].closed.isDone());
        });
        try (Wire.Road road = listen(wire, Recorder.PATIENT, () -> self[0])) {
            road.connect(here.next(), new Recorder()).send(Note.of(1));

            assertThat(toldWithin.get(Recorder.TIMEOUT_S, TimeUnit.SECONDS)).isFalse();
            assertThat(self[0].reason().text()).isEqualTo("by itself");
        }
    }

    @ParameterizedTest
    @EnumSource
    void stoppingTheLoopsClosesTheirLinks(Wire wire) throws Exception {
        try (Wire.Road road = listen(wire, Recorder.PATIENT, Recorder::new)) {
            Recorder handler = new Recorder();
            road.connect(here.next(), handler);
            handler.link();
            Recorder other = acceptedNext();
            other.link();
            there.close();

            assertThat(other.reason().kind()).isEqualTo(CloseReason.Kind.LOOP_STOPPED);
            assertThat(handler.reason().kind()).isEqualTo(CloseReason.Kind.PEER);
        }
    }

    @ParameterizedTest
    @EnumSource
    void manyLinksLeaveNothingBehindOnTheirLoops(Wire wire) throws Exception {
        int links = wire == Wire.TLS ? 50 : 1_000;
        try (Wire.Road road = listen(wire, Recorder.PATIENT, Recorder::echo)) {
            List<Recorder> handlers = new ArrayList<>();
            for (int i = 0; i < links; i++) {
                Recorder handler = new Recorder();
                road.connect(here.next(), handler).send(Note.of(i));
                handlers.add(handler);
                if (i >= 50) { // a listener's backlog is not what is tested here
                    handlers.get(i - 50).next();
                }
            }
            for (Recorder handler : handlers) {
                handler.link().close("done");
            }
            for (Recorder handler : handlers) {
                handler.reason();
            }
            for (int i = 0; i < links; i++) {
                acceptedNext().reason();
            }
        }

        for (Loop loop : List.of(here.next(), there.next(), there.next())) {
            NettyLoop netty = (NettyLoop) loop;
            assertThat(onLoop(netty, netty::linkCount)).isZero();
            assertThat(netty.timerCount()).isZero();
        }
    }

    private static void pause(Link<Note> link) throws Exception {
        link.pauseReading();
        onLoop(link, () -> {});
    }

    private static void onLoop(Link<Note> link, Runnable task) throws Exception {
        onLoop(link.loop(), () -> {
            task.run();
            return 0;
        });
    }

    private static <T> T onLoop(Loop loop, Supplier<T> task) throws Exception {
        return CompletableFuture.supplyAsync(task, loop).get(Recorder.TIMEOUT_S, TimeUnit.SECONDS);
    }
}
