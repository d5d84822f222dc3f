package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A handler that remembers what it was told, and does what a test asks on each frame. */
final class Recorder implements LinkHandler<Note> {

    static final long TIMEOUT_S = 20;

    /** The defaults without timers that a slow machine could set off in the middle of a test. */
    static final LinkOptions PATIENT = LinkOptions.defaults()
            .withConnectTimeoutMs(60_000)
            .withHandshake(0, LinkOptions.defaults().handshakeMaxFrameBytes());

    final CompletableFuture<Link<Note>> opened = new CompletableFuture<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    final BlockingQueue<Note> notes = new LinkedBlockingQueue<>();
    final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    final AtomicInteger turns = new AtomicInteger();
    final AtomicInteger callsAfterClose = new AtomicInteger();
    private final BiConsumer<Link<Note>, Note> onFrame;

    Recorder() {
        this((link, note) -> {});
    }

    Recorder(BiConsumer<Link<Note>, Note> onFrame) {
        this.onFrame = onFrame;
    }

    static Recorder echo() {
        return new Recorder((link, note) -> link.send(note.copied()));
    }

    @Override
    public void onOpen(Link<Note> link) {
        check(link);
        opened.complete(link);
    }

    @Override
    public void onFrame(Link<Note> link, Note note) {
        check(link);
        notes.add(note.copied());
        onFrame.accept(link, note);
    }

    @Override
    public void onTurnEnd(Link<Note> link) {
        check(link);
        turns.incrementAndGet();
    }

    @Override
    public void onWritable(Link<Note> link) {
        check(link);
        events.add("writable");
    }

    @Override
    public void onIdle(Link<Note> link) {
        check(link);
        events.add("idle");
    }

    @Override
    public void onFault(Link<Note> link, CloseReason reason) {
        check(link);
        link.closeAfter(Note.of(99, reason.text()), "told the peer");
    }

    @Override
    public void onClosed(Link<Note> link, CloseReason reason) {
        check(link);
        closed.complete(reason);
    }

    private void check(Link<Note> link) {
        if (!link.loop().inLoop() || closed.isDone()) {
            callsAfterClose.incrementAndGet();
        }
    }

    Link<Note> link() throws Exception {
        return opened.get(TIMEOUT_S, TimeUnit.SECONDS);
    }

    Note next() throws Exception {
        Note note = notes.poll(TIMEOUT_S, TimeUnit.SECONDS);
        assertThat(note).as("a frame within %s s", TIMEOUT_S).isNotNull();
        return note;
    }

    String nextEvent() throws Exception {
        String event = events.poll(TIMEOUT_S, TimeUnit.SECONDS);
        assertThat(event).as("an event within %s s", TIMEOUT_S).isNotNull();
        return event;
    }

    CloseReason reason() throws Exception {
        return closed.get(TIMEOUT_S, TimeUnit.SECONDS);
    }
}
