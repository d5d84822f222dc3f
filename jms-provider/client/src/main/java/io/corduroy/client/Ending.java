package io.corduroy.client;

import java.util.concurrent.CountDownLatch;

/** The end of something that several threads may close at a time: one does it, and all return when it is done. */
final class Ending {

    private final CountDownLatch done = new CountDownLatch(1);

    void over() {
        done.countDown();
    }

    /** Waits without caring for interrupts. */
    void awaitQuietly() {
        boolean interrupted = false;
        while (true) {
            try {
                done.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
