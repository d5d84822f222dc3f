package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A listener that stays with its first message until the test lets it go on, to see who waits for it. */
final class HeldListener implements MessageListener {

    /** What it does with each message once it may go on; what fails, the listener throws. */
    interface Work {
        void accept(Message message) throws Exception;
    }

    private final CountDownLatch called = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final Work work;
    private volatile boolean returned;

    HeldListener(Work work) {
        this.work = work;
    }

    @Override
    public void onMessage(Message message) {
        called.countDown();
        try {
            assertThat(goOn.await(SectionTest.WAIT_MS, TimeUnit.MILLISECONDS))
                    .as("the test lets it go on")
                    .isTrue();
            work.accept(message);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        returned = true;
    }

    /** Returns when it has its first message. */
    void awaitCall() throws InterruptedException {
        assertThat(called.await(SectionTest.WAIT_MS, TimeUnit.MILLISECONDS))
                .as("called")
                .isTrue();
    }

    void goOn() {
        goOn.countDown();
    }

    /** A call by another thread has to wait until the listener, which gets a message, has done its work. */
    void assertAwaitedBy(ThrowingCallable call) throws Exception {
        awaitCall();
        CallByAnother<Boolean> waiting = CallByAnother.begin(() -> {
            try {
                call.call();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            return hasReturned();
        });
        waiting.assertWaits();
        goOn();
        assertThat(waiting.result()).as("waits for the listener").isTrue();
    }

    /** Whether it has done its work on a message. */
    boolean hasReturned() {
        return returned;
    }
}
