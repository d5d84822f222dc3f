package io.corduroy.faults.interleavings;

import io.corduroy.faults.interleavings.Ledger.Sent;
import jakarta.jms.CompletionListener;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends, with and without waiting, in transactions and outside; browses; has temporary queues. */
final class SendingWork extends Work {

    private final AtomicInteger incomplete = new AtomicInteger();
    private List<String> inTransaction = new ArrayList<>();
    private MessageProducer producer;

    SendingWork(Interleaving application, Link link, int mode, int number) throws JMSException {
        super(application, link, mode, number);
        producer = session().createProducer(null);
    }

    @Override
    public void run() {
        while (!isOver()) {
            int what = random.nextInt(20);
            if (what < 7) {
                sendAndWait();
            } else if (what < 13) {
                sendAsynchronously();
            } else if (what < 15) {
                browse();
            } else if (what < 16) {
                talkToMyself();
            } else if (what < 17) {
                closeProducer();
            } else if (isTransacted()) {
                end(random.nextInt(3) > 0);
            }
            if (random.nextInt(3) == 0) {
                pause(3);
            }
        }
        if (isTransacted() && !isClosing()) {
            end(true);
        }
    }

    private void sendAndWait() {
        attempt("send", () -> {
            TextMessage message = message();
            producer.send(randomQueue(), message);
            onSent(message.getText());
        });
    }

    private void onSent(String id) {
        if (isTransacted()) {
            inTransaction.add(id);
        } else {
            ledger.sent(List.of(id), Sent.CONFIRMED, name);
        }
    }

    private void sendAsynchronously() {
        incomplete.incrementAndGet();
        boolean sending = attempt("asynchronous send", () -> {
            TextMessage message = message();
            if (isTransacted()) {
                inTransaction.add(message.getText());
            }
            producer.send(randomQueue(), message, new Completion(message.getText()));
        });
        if (!sending) {
            incomplete.decrementAndGet();
        }
    }

    private final class Completion implements CompletionListener {
        private final String id;

        Completion(String id) {
            this.id = id;
        }

        @Override
        public void onCompletion(Message message) {
            if (!isTransacted()) {
                ledger.sent(List.of(id), Sent.CONFIRMED, name);
            }
            beARascal();
            application.count("completions");
            incomplete.decrementAndGet();
        }

        @Override
        public void onException(Message message, Exception exception) {
            if (!isClosing()) {
                ledger.violation(name + ": an asynchronous send has failed", exception);
            }
            incomplete.decrementAndGet();
        }
    }

    private void beARascal() {
        switch (application.inListener().nextInt(30)) {
            case 0 -> forbidden("close of the producer", producer::close);
            case 1 -> forbidden("close of the session", session()::close);
            case 2 -> forbidden("close of the connection", link::requestClose);
            case 3 -> {
                if (isTransacted()) {
                    forbidden("commit", session()::commit);
                }
            }
            case 4 -> {
                if (isTransacted()) {
                    forbidden("rollback", session()::rollback);
                }
            }
            case 5 -> application.disturbFromListener(this);
            default -> {
                // as most do
            }
        }
    }

    /** Nothing that was sent asynchronously is incomplete when these return (7.3.4). */
    private void requireComplete(String what) {
        int left = incomplete.get();
        if (left > 0) {
            ledger.violation(name + ": " + what + " has returned before " + left + " completion listeners");
        }
    }

    private void end(boolean commit) {
        List<String> all = inTransaction;
        inTransaction = new ArrayList<>();
        boolean done = attempt(commit ? "commit" : "rollback", () -> {
            if (commit) {
                session().commit();
            } else {
                session().rollback();
            }
        });
        if (done) {
            requireComplete(commit ? "commit" : "rollback");
            ledger.sent(all, commit ? Sent.CONFIRMED : Sent.ROLLED_BACK, name);
            application.count(commit ? "commits of sends" : "rollbacks of sends");
        }
    }

    private void closeProducer() {
        attempt("close of the producer", () -> {
            producer.close();
            requireComplete("close of the producer");
            producer = session().createProducer(null);
        });
    }

    @Override
    void onClosed() {
        requireComplete("close of the session");
    }

    private void browse() {
        attempt("browsing", () -> {
            try (QueueBrowser browser = session().createBrowser(randomQueue())) {
                Enumeration<?> messages = browser.getEnumeration();
                for (int i = 0; i < 20 && messages.hasMoreElements(); i++) {
                    idOf((Message) messages.nextElement());
                }
            }
            application.count("browsed");
        });
    }

    /** A reply that nobody else can see; in a transaction nothing would come. */
    private void talkToMyself() {
        attempt("temporary queue", () -> {
            TemporaryQueue mine = session().createTemporaryQueue();
            MessageConsumer consumer = session().createConsumer(mine);
            if (!isTransacted()) {
                producer.send((Queue) mine, session().createTextMessage("hello"));
            }
            consumer.receive(5);
            consumer.close();
            mine.delete();
            application.count("temporary queues");
        });
    }
}
