package io.corduroy.conformance.container;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.ServerSession;
import jakarta.jms.ServerSessionPool;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What an application server is for a connection consumer: a pool of so many sessions, each run on a thread of the pool's when it is
 * started, and back in the pool afterwards.
 */
public final class AppServer implements ServerSessionPool, AutoCloseable {

    /** Called behind each run of a session, as a server commits there. */
    public interface AfterRun {
        /** Leaves the session as it is. */
        AfterRun NOTHING = session -> {};

        /** Called on the session's thread. */
        void accept(Session session) throws JMSException;
    }

    /** Work of an application on one message of its session. */
    public interface Work {
        /** Fails the message, and is thrown on, if it throws. */
        void onMessage(Session session, Message message) throws Exception;
    }

    private final List<Session> sessions = new ArrayList<>();
    private final BlockingQueue<Served> idle = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AfterRun afterRun;

    /** With so many sessions of a mode, which do this work and nothing behind a run. */
    public AppServer(Connection connection, int size, int mode, Work work) throws JMSException {
        this(connection, size, mode, work, AfterRun.NOTHING);
    }

    /** With so many sessions of a mode, which do this work, and something behind each run. */
    public AppServer(Connection connection, int size, int mode, Work work, AfterRun afterRun) throws JMSException {
        this.afterRun = afterRun;
        for (int i = 0; i < size; i++) {
            Session session = connection.createSession(mode);
            session.setMessageListener(listener(session, work));
            sessions.add(session);
            idle.add(new Served(session));
        }
    }

    /** Those of the pool, whether they are in it or at work. */
    public List<Session> sessions() {
        return sessions;
    }

    private static MessageListener listener(Session session, Work work) {
        return message -> {
            try {
                work.onMessage(session, message);
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        };
    }

    private final class Served implements ServerSession {
        private final Session session;

        Served(Session session) {
            this.session = session;
        }

        @Override
        public Session getSession() {
            return session;
        }

        @Override
        public void start() {
            threads.execute(() -> {
                try {
                    session.run();
                    afterRun.accept(session);
                } catch (JMSException e) {
                    throw new AssertionError(e);
                } finally {
                    idle.add(this);
                }
            });
        }
    }

    @Override
    public ServerSession getServerSession() throws JMSException {
        try {
            ServerSession free = idle.poll(20, TimeUnit.SECONDS);
            if (free == null) {
                throw new JMSException("no session was free for 20 s");
            }
            return free;
        } catch (InterruptedException e) {
            throw new JMSException("interrupted");
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
