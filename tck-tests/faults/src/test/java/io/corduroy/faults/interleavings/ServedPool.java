package io.corduroy.faults.interleavings;

import jakarta.jms.JMSException;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An application server's sessions, run on threads of its own; fails now and then, of which the exception listener hears. */
final class ServedPool implements ServerSessionPool {

    private final Interleaving application;
    private final ExecutorService threads;
    private final BlockingQueue<ListeningWork> idle;

    ServedPool(Interleaving application, ExecutorService threads, List<ListeningWork> works) {
        this.application = application;
        this.threads = threads;
        this.idle = new LinkedBlockingQueue<>(works);
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        if (application.inListener().nextInt(20) == 0) {
            throw new JMSException("the pool has a bad day");
        }
        try {
            ListeningWork free = idle.poll(5, TimeUnit.SECONDS);
            if (free == null) {
                throw new JMSException("no session is free");
            }
            return new Served(free);
        } catch (InterruptedException e) {
            throw new JMSException("interrupted");
        }
    }

    private final class Served implements ServerSession {
        private final ListeningWork work;

        Served(ListeningWork work) {
            this.work = work;
        }

        @Override
        public Session getSession() {
            return work.session();
        }

        @Override
        public void start() {
            threads.execute(() -> {
                work.session().run();
                work.afterRun();
                idle.add(work);
            });
        }
    }
}
