package io.corduroy.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks, timers and turns of a loop. */
@Timeout(30)
final class LoopsTest {

    private final Loops loops = Loops.start("test-loop", 2);
    private final Loop loop = loops.next();

    @AfterEach
    void stop() {
        loops.close();
    }

    @Test
    void givesOutItsLoopsInTurn() {
        assertThat(loops.all()).hasSize(2);
        assertThat(List.of(loop, loops.next())).containsExactlyInAnyOrderElementsOf(loops.all());
        assertThat(loops.next()).isSameAs(loop);
    }

    @Test
    void runsOnNamedDaemonThreads() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));

        assertThat(get(thread).getName()).startsWith("test-loop-");
        assertThat(get(thread).isDaemon()).isTrue();
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void aTurnEndsAfterItsTasksAndFlushesLast() throws Exception {
        List<String> said = new ArrayList<>();
        CompletableFuture<List<String>> result = new CompletableFuture<>();
        loop.execute(() -> {
            ((NettyLoop) loop).flushAtEndOfTurn(() -> {
                said.add("flush");
                result.complete(said);
            });
            loop.atEndOfTurn(() -> {
                said.add("end of turn");
                loop.atEndOfTurn(() -> said.add("asked at the end of the turn"));
            });
            loop.execute(() -> said.add("queued within"));
            said.add("task");
        });

        assertThat(get(result))
                .containsExactly("task", "queued within", "end of turn", "asked at the end of the turn", "flush");
    }

    @Test
    void aTurnEndsThoughTasksNeverDo() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        Runnable again = new Runnable() {
            @Override
            public void run() {
                if (!ended.get()) {
                    loop.execute(this);
                }
            }
        };
        CompletableFuture<Boolean> atEnd = new CompletableFuture<>();
        loop.execute(() -> loop.atEndOfTurn(() -> atEnd.complete(ended.getAndSet(true))));
        loop.execute(again);

        assertThat(get(atEnd)).isFalse();
    }

    @Test
    void endOfTurnIsForItsOwnThread() {
        assertThatThrownBy(() -> loop.atEndOfTurn(() -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not on the loop's thread");
    }

    @Test
    void timersRunInOrderOfTimeAndNotEarly() throws Exception {
        CompletableFuture<String> order = new CompletableFuture<>();
        StringBuilder said = new StringBuilder();
        long startNs = System.nanoTime();
        loop.execute(
                () -> { // in one task, so that none is due before both are there
                    loop.schedule(30, () -> order.complete(said.append("late").toString()));
                    loop.schedule(0, () -> said.append("early "));
                });

        assertThat(get(order)).isEqualTo("early late");
        assertThat(System.nanoTime() - startNs).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(30));
        assertThat(((NettyLoop) loop).timerCount()).isZero();
    }

    @Test
    void aCancelledTimerDoesNotRun() throws Exception {
        AtomicBoolean ran = new AtomicBoolean();
        CountDownLatch later = new CountDownLatch(1);
        CompletableFuture<List<Boolean>> cancelled = new CompletableFuture<>();
        loop.execute(
                () -> { // in one task, so that it is not due before it is cancelled
                    Cancellable timer = loop.schedule(20, () -> ran.set(true));
                    cancelled.complete(List.of(timer.cancel(), timer.cancel()));
                    loop.schedule(30, later::countDown);
                });

        assertThat(get(cancelled)).containsExactly(true, false);
        assertThat(later.await(Recorder.TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(ran).isFalse();
    }

    @Test
    void aTaskThatThrowsTakesNothingWithIt() throws Exception {
        CountDownLatch after = new CountDownLatch(4);
        loop.execute(() -> {
            loop.atEndOfTurn(LoopsTest::fail);
            loop.atEndOfTurn(after::countDown);
            ((NettyLoop) loop).flushAtEndOfTurn(LoopsTest::fail);
            ((NettyLoop) loop).flushAtEndOfTurn(after::countDown);
        });
        loop.schedule(0, LoopsTest::fail);
        loop.schedule(0, after::countDown);
        loop.execute(after::countDown);

        assertThat(after.await(Recorder.TIMEOUT_S, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void refusesTasksAfterItWasStopped() {
        loops.close();
        loops.close();

        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> loop.schedule(1, () -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void canBeStoppedFromOneOfItsLoops() throws Exception {
        CompletableFuture<Boolean> returned = new CompletableFuture<>();
        loop.execute(() -> {
            loops.close();
            returned.complete(true);
        });

        assertThat(get(returned)).isTrue();
    }

    private static void fail() {
        throw new IllegalStateException("on purpose");
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(Recorder.TIMEOUT_S, TimeUnit.SECONDS);
    }
}
