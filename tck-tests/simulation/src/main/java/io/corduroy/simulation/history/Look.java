package io.corduroy.simulation.history;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One pass of a browser over a queue. It shows each message at most once; unless its link was lost, which makes it begin anew,
 * by falling priority and in order of sending, and all that was there when it began and that nobody has got meanwhile.
 */
public final class Look {

    private record OrderKey(String session, int priority, boolean persistent) {}

    private final Ledger ledger;
    private final SubscriptionRecord queue;
    private final String browser;
    private final long beganTick;
    private final Set<Long> shown = new HashSet<>();
    private final Map<OrderKey, Long> lastInOrder = new HashMap<>();
    private int lowestPriority = 9;

    Look(Ledger ledger, SubscriptionRecord queue, String browser, long beganTick) {
        this.ledger = ledger;
        this.queue = queue;
        this.browser = browser;
        this.beganTick = beganTick;
    }

    /** A message was shown; whole if the link has stood all the time. */
    public void shown(Ledger.Sight sight, boolean whole) {
        ledger.totals().count("messages browsed");
        SentMessage message = ledger.messages.get(sight.number());
        if (message == null) {
            ledger.world.violated("nobody has sent what " + browser + " was shown as message " + sight.number());
            return;
        }
        if (!shown.add(message.number)) {
            ledger.world.violated("shown twice: " + message + " to " + browser);
        }
        if (message.facts.destination().equals(queue.destination)) {
            ledger.judgeContent(new Consumption(message, queue), sight);
            if (whole) {
                judgeOrder(message);
            }
        }
    }

    private void judgeOrder(SentMessage message) {
        SentMessage.Facts facts = message.facts;
        if (facts.priority() > lowestPriority) {
            ledger.world.violated(
                    "shown after messages of priority " + lowestPriority + ": " + message + " to " + browser);
        }
        lowestPriority = facts.priority();
        if (facts.deliveryDelayMs() > 0) {
            return;
        }
        Long before =
                lastInOrder.put(new OrderKey(facts.session(), facts.priority(), facts.persistent()), message.number);
        if (before != null && before > message.number) {
            ledger.world.violated("shown out of order: " + message + " to " + browser + " after message " + before);
        }
    }

    /** It has shown everything, over a link that has stood all the time. */
    public void ended(long life) {
        ledger.totals().count("looks over a whole queue");
        for (SentMessage message : ledger.messages.values()) {
            boolean there = queue.isOwedIfItExists(message, life)
                    && message.wasConfirmedBefore(beganTick)
                    && message.facts.deliveryDelayMs() == 0;
            if (there && !message.handedOut && !shown.contains(message.number)) {
                ledger.world.violated("not shown: " + message + " to " + browser);
            }
        }
    }
}
