package io.corduroy.faults.interleavings;

import io.corduroy.faults.interleavings.Ledger.Received;
import jakarta.jms.IllegalStateException;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What one session does, and what may be done to it. Works in the one thread that it has, or in its listeners; may be closed
 * by any thread. A call may fail only once somebody has begun to close the session or its connection, and then only with
 * IllegalStateException (Jakarta Messaging 3.1, 6.1.8 and 6.2.15).
 */
abstract class Work implements Runnable {

    /** A call. */
    interface Call {
        void run() throws JMSException;
    }

    final Interleaving application;
    final Ledger ledger;
    final Link link;
    private final @Nullable Session sessionOrNone;
    final int mode;
    final SplittableRandom random;
    final String name;
    final int number;
    private volatile boolean closing;
    private int sent;
    /** Received, and neither acknowledged nor given back. */
    private List<Received> held = new ArrayList<>();

    Work(Interleaving application, Link link, int mode, int number) throws JMSException {
        this(application, link, link.connection().createSession(mode), mode, number);
    }

    Work(Interleaving application, Link link, @Nullable Session session, int mode, int number) {
        this.application = application;
        this.ledger = application.ledger;
        this.link = link;
        this.sessionOrNone = session;
        this.mode = mode;
        this.number = number;
        this.random = application.random(number);
        this.name = getClass().getSimpleName().replace("Work", "") + number + "/" + modeName(mode) + "@" + link.number;
    }

    Session session() {
        return Objects.requireNonNull(sessionOrNone);
    }

    private static String modeName(int mode) {
        return List.of("tx", "auto", "client", "dups").get(mode);
    }

    boolean isTransacted() {
        return mode == Session.SESSION_TRANSACTED;
    }

    boolean isOver() {
        return application.isOver() || isClosing();
    }

    boolean isClosing() {
        return closing || link.closing;
    }

    /** By any thread. */
    void close() throws JMSException {
        closing = true;
        closeSession();
        onClosed();
    }

    void closeSession() throws JMSException {
        session().close();
    }

    /** The session's close has returned. */
    void onClosed() {}

    // Calls that may be overtaken by a close

    /** Calls; false if that failed since the session is being closed. */
    boolean attempt(String what, Call call) {
        try {
            call.run();
            return true;
        } catch (JMSException | JMSRuntimeException e) {
            boolean illegal = e instanceof IllegalStateException || e instanceof IllegalStateRuntimeException;
            if (!isClosing() || !illegal) {
                ledger.violation(name + ": " + what + (isClosing() ? " while closing" : ""), e);
            }
            return false;
        }
    }

    /** Calls what has to be refused in a listener. */
    void forbidden(String what, Call call) {
        try {
            call.run();
            ledger.violation(name + ": " + what + " was allowed in a listener");
        } catch (IllegalStateException | IllegalStateRuntimeException e) {
            application.count("refused in a listener");
        } catch (JMSException e) {
            ledger.violation(name + ": " + what + " was refused in another way", e);
        }
    }

    void pause(int atMostMs) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(1_000 * atMostMs) + 1));
    }

    // Messages

    Queue randomQueue() {
        return application.queues.get(random.nextInt(application.queues.size()));
    }

    TextMessage message() throws JMSException {
        String id = name + "#" + ++sent;
        TextMessage message = createText(id);
        if (random.nextInt(4) == 0) {
            message.setStringProperty("JMSXGroupID", "g" + random.nextInt(3));
        }
        ledger.sending(id);
        return message;
    }

    TextMessage createText(String text) throws JMSException {
        return session().createTextMessage(text);
    }

    static String idOf(Message message) {
        try {
            return ((TextMessage) message).getText();
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    // Receiving

    /** The application has got a message. */
    Received onReceived(Message message, @Nullable String how) {
        try {
            Received received = new Received(idOf(message), message.getIntProperty("JMSXDeliveryCount"));
            ledger.received(received, message.getJMSRedelivered(), name + (how == null ? "" : " " + how));
            application.count("received");
            return received;
        } catch (JMSException e) {
            throw new AssertionError(e);
        }
    }

    void hold(Received message) {
        held.add(message);
    }

    boolean holdsAny() {
        return !held.isEmpty();
    }

    /** Commits, or acknowledges, all that is held. */
    boolean settle(String what, Call call) {
        List<Received> all = held;
        held = new ArrayList<>();
        ledger.acknowledging(all);
        boolean done = attempt(what, call);
        if (done) {
            ledger.acknowledged(all, name);
            application.count(what);
        }
        return done;
    }

    /** Rolls back, or recovers. */
    boolean giveBack(String what, Call call) {
        List<Received> all = held;
        held = new ArrayList<>();
        ledger.returned(all, what + " by " + name);
        boolean done = attempt(what, call);
        application.count(what);
        return done;
    }

    @Override
    public String toString() {
        return name;
    }
}
