package io.corduroy.faults.interleavings;

import io.corduroy.faults.interleavings.Ledger.Received;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives by call. */
final class ReceivingWork extends Work {

    private final List<MessageConsumer> consumers = new ArrayList<>();

    ReceivingWork(Interleaving application, Link link, int mode, int number) throws JMSException {
        super(application, link, mode, number);
        for (int i = 0; i <= random.nextInt(2); i++) {
            consumers.add(session().createConsumer(randomQueue()));
        }
    }

    @Override
    public void run() {
        while (!isOver()) {
            int which = random.nextInt(consumers.size());
            attempt("receive", () -> onReceived(receive(consumers.get(which))));
            if (holdsAny() && random.nextInt(3) == 0) {
                settleOrGiveBack();
            }
            if (random.nextInt(12) == 0) {
                attempt("close of the consumer", () -> {
                    consumers.get(which).close();
                    consumers.set(which, session().createConsumer(randomQueue()));
                });
            }
        }
        if (holdsAny() && !isClosing()) {
            settleOrGiveBack();
        }
    }

    private @Nullable Message receive(MessageConsumer consumer) throws JMSException {
        return switch (random.nextInt(10)) {
            case 0 -> consumer.receive(); // the end of the session wakes it
            case 1, 2, 3 -> consumer.receiveNoWait();
            default -> consumer.receive(1 + random.nextInt(20));
        };
    }

    private void onReceived(@Nullable Message message) {
        if (message == null) {
            return;
        }
        Received received = onReceived(message, "by receive");
        switch (mode) {
            case Session.AUTO_ACKNOWLEDGE -> ledger.acknowledged(List.of(received), name);
            case Session.DUPS_OK_ACKNOWLEDGE -> ledger.acknowledging(List.of(received));
            default -> {
                hold(received);
                last = message;
            }
        }
    }

    private @Nullable Message last;

    private void settleOrGiveBack() {
        boolean settles = random.nextInt(4) > 0;
        Message message = last;
        if (isTransacted()) {
            if (settles) {
                settle("commit", session()::commit);
            } else {
                giveBack("rollback", session()::rollback);
            }
        } else if (settles && message != null) {
            settle("acknowledge", message::acknowledge);
        } else {
            giveBack("recover", session()::recover);
        }
    }
}
