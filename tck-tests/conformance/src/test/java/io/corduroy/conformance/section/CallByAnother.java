package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.IllegalStateException;
import jakarta.jms.MessageConsumer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call by a thread of its own, to see whether it waits, and for what. */
final class CallByAnother<T> {

    private static final long LONGER_THAN_A_CALL_MS = 30;

    private final CompletableFuture<T> result = new CompletableFuture<>();

    private CallByAnother(Callable<T> call) {
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Begins a call, which the test's thread does not wait for. */
    static <T> CallByAnother<T> begin(Callable<T> call) {
        return new CallByAnother<>(call);
    }

    /** Waits for a message; tells "nothing" if a close ends that, or is first. */
    static CallByAnother<String> receive(MessageConsumer consumer) {
        return begin(() -> {
            try {
                return SectionTest.text(consumer.receive());
            } catch (IllegalStateException e) {
                return "nothing";
            }
        });
    }

    /** It has not returned, and does not soon. */
    void assertWaits() {
        assertThatThrownBy(() -> result.get(LONGER_THAN_A_CALL_MS, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
    }

    /** What it has returned; what it throws is thrown within an ExecutionException. */
    T result() throws Exception {
        return result.get(SectionTest.WAIT_MS, TimeUnit.MILLISECONDS);
    }
}
