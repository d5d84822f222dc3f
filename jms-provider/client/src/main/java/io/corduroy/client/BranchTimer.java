package io.corduroy.client;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One thread for all time-outs of branches in this process, which goes when there are none. */
final class BranchTimer {

    private static final int IDLE_SECONDS = 10;

    private static final ScheduledThreadPoolExecutor EXECUTOR = executor();

    private BranchTimer() {}

    private static ScheduledThreadPoolExecutor executor() {
        ScheduledThreadPoolExecutor made = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "corduroy-branch-timer");
            thread.setDaemon(true);
            return thread;
        });
        made.setRemoveOnCancelPolicy(true);
        made.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
        made.allowCoreThreadTimeOut(true);
        return made;
    }

    /** Runs a task, which may wait for the broker. */
    static void soon(Runnable task) {
        EXECUTOR.execute(task);
    }

    /** Runs a task, which may wait for the broker, after a time. */
    static Future<?> after(int seconds, Runnable task) {
        return EXECUTOR.schedule(task, seconds, TimeUnit.SECONDS);
    }
}
