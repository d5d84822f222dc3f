package io.corduroy.faults.interleavings;

import io.corduroy.faults.interleavings.Ledger.Received;
import io.corduroy.faults.interleavings.Ledger.Sent;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives by listeners, of consumers of its own or, for an application server, of its session(). */
final class ListeningWork extends Work {

    /** What a listener throws. */
    private static final class Whim extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Whim() {
            super("on a whim", null, false, false);
        }
    }

    private final MessageProducer producer;
    private final List<MessageConsumer> consumers = new ArrayList<>();
    private List<String> inTransaction = new ArrayList<>();

    ListeningWork(Interleaving application, Link link, int mode, int number) throws JMSException {
        super(application, link, mode, number);
        producer = session().createProducer(null);
    }

    /** Receives from queues. */
    ListeningWork withConsumers() throws JMSException {
        for (int i = 0; i <= random.nextInt(2); i++) {
            MessageConsumer consumer = session().createConsumer(randomQueue());
            consumers.add(consumer);
            consumer.setMessageListener(message -> onMessage(message, consumer));
        }
        return this;
    }

    /** Receives what a connection consumer assigns to its session(). */
    ListeningWork served() throws JMSException {
        session().setMessageListener(message -> onMessage(message, null));
        return this;
    }

    @Override
    public void run() {}

    /** Behind a run of an application server's session(). */
    void afterRun() {
        if (isTransacted() && !isClosing()) {
            end(random.nextInt(4) > 0);
        }
    }

    private void onMessage(Message message, @Nullable MessageConsumer consumer) {
        Received received = onReceived(message, consumer == null ? "by run" : "by a listener");
        boolean automatic = mode == Session.AUTO_ACKNOWLEDGE || mode == Session.DUPS_OK_ACKNOWLEDGE;
        if (!automatic) {
            hold(received);
        }
        boolean recovers = false;
        boolean recovered = false;
        switch (random.nextInt(40)) {
            case 0 -> forbidden("close of the session", session()::close);
            case 1 -> forbidden("close of the connection", link::requestClose);
            case 2 -> forbidden("stop of the connection", link::stop);
            case 3 -> {
                if (consumer != null) {
                    attempt("close of the listener's consumer", consumer::close);
                }
            }
            case 4, 5 -> application.disturbFromListener(this);
            case 6, 7 -> forward();
            case 8 -> {
                recovers = !isTransacted();
                if (recovers) {
                    recovered = giveBack("recover", session()::recover);
                }
            }
            case 9 -> {
                ledger.returned(List.of(received), "thrown by " + name);
                application.count("listeners that threw");
                throw new Whim();
            }
            case 10 -> pause(5);
            default -> {
                // as most do
            }
        }
        if (isTransacted() && random.nextInt(3) == 0) {
            end(random.nextInt(4) > 0);
        } else if (mode == Session.CLIENT_ACKNOWLEDGE && random.nextInt(3) == 0 && holdsAny()) {
            settle("acknowledge", message::acknowledge);
        } else if (mode == Session.AUTO_ACKNOWLEDGE && !recovers) {
            ledger.acknowledged(List.of(received), name);
        } else if (automatic && !recovered) {
            ledger.acknowledging(List.of(received));
        }
    }

    private void forward() {
        attempt("send", () -> {
            TextMessage message = message();
            if (isTransacted()) {
                inTransaction.add(message.getText());
            }
            producer.send(randomQueue(), message);
            if (!isTransacted()) {
                ledger.sent(List.of(message.getText()), Sent.CONFIRMED, name);
            }
        });
    }

    private void end(boolean commit) {
        List<String> all = inTransaction;
        inTransaction = new ArrayList<>();
        boolean done = commit ? settle("commit", session()::commit) : giveBack("rollback", session()::rollback);
        if (done) {
            ledger.sent(all, commit ? Sent.CONFIRMED : Sent.ROLLED_BACK, name);
        }
    }
}
