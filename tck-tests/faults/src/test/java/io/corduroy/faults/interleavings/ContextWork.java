package io.corduroy.faults.interleavings;

import io.corduroy.faults.interleavings.Ledger.Received;
import io.corduroy.faults.interleavings.Ledger.Sent;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Receives and sends by the simplified interface. */
final class ContextWork extends Work {

    private final JMSContext context;
    private final JMSConsumer consumer;
    private List<String> inTransaction = new ArrayList<>();

    ContextWork(Interleaving application, Link link, JMSContext context, int number) {
        super(application, link, null, context.getSessionMode(), number);
        this.context = context;
        this.consumer = context.createConsumer(randomQueue());
    }

    @Override
    void closeSession() {
        context.close();
    }

    @Override
    TextMessage createText(String text) {
        return context.createTextMessage(text);
    }

    @Override
    public void run() {
        while (!isOver()) {
            attempt("receive", () -> onReceived(consumer.receive(1 + random.nextInt(10))));
            if (random.nextInt(3) == 0) {
                send();
            }
            if (random.nextInt(4) == 0) {
                settleOrGiveBack();
            }
        }
    }

    private void onReceived(@Nullable Message message) {
        if (message == null) {
            return;
        }
        Received received = onReceived(message, "by a context");
        switch (mode) {
            case Session.AUTO_ACKNOWLEDGE -> ledger.acknowledged(List.of(received), name);
            case Session.DUPS_OK_ACKNOWLEDGE -> ledger.acknowledging(List.of(received));
            default -> hold(received);
        }
    }

    private void send() {
        attempt("send", () -> {
            TextMessage message = message();
            if (isTransacted()) {
                inTransaction.add(message.getText());
            }
            context.createProducer().send(randomQueue(), message);
            if (!isTransacted()) {
                ledger.sent(List.of(message.getText()), Sent.CONFIRMED, name);
            }
        });
    }

    private void settleOrGiveBack() {
        boolean settles = random.nextInt(4) > 0;
        if (isTransacted()) {
            List<String> all = inTransaction;
            inTransaction = new ArrayList<>();
            if (settles ? settle("commit", context::commit) : giveBack("rollback", context::rollback)) {
                ledger.sent(all, settles ? Sent.CONFIRMED : Sent.ROLLED_BACK, name);
            }
        } else if (holdsAny() && settles) {
            settle("acknowledge", context::acknowledge);
        } else if (holdsAny()) {
            giveBack("recover", context::recover);
        }
    }
}
