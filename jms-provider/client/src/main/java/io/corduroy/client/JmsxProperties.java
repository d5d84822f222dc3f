package io.corduroy.client;

import io.corduroy.client.message.CorduroyMessage;
import io.corduroy.protocol.NearestName;
import io.corduroy.protocol.message.SenderProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which of the optional properties of Jakarta Messaging 3.1, 3.5.9 a connection fills in: none unless asked to, since those of
 * the sender cost bytes in each message. JMSXState is for warehouses of messages, and nobody's here.
 *
 * @param names of those that are asked for
 */
record JmsxProperties(Set<String> names) {
    private static final List<String> KNOWN = known();
    private static final String ALL = "all";

    private static List<String> known() {
        List<String> all = new ArrayList<>(SenderProperties.ALL);
        all.addAll(List.of(CorduroyMessage.RECEIVE_TIMESTAMP, CorduroyMessage.CONSUMER_TXID));
        return List.copyOf(all);
    }

    /**
     * Reads an option: names with commas between them, or {@code all}.
     *
     * @throws IllegalArgumentException naming one that is not known
     */
    static JmsxProperties of(String option) {
        Set<String> names = new LinkedHashSet<>();
        for (String each : option.split(",", -1)) {
            String name = each.strip();
            if (name.equals(ALL)) {
                names.addAll(KNOWN);
            } else if (KNOWN.contains(name)) {
                names.add(name);
            } else if (!name.isEmpty()) {
                throw new IllegalArgumentException("option jmsxProperties has \"" + name + "\""
                        + NearestName.hint(name, KNOWN) + "; known are all, " + String.join(", ", KNOWN));
            }
        }
        return new JmsxProperties(names);
    }

    /** The names of those that a connection sets. */
    Set<String> filledIn(Sender sender) {
        Set<String> all = new LinkedHashSet<>(names);
        if (sender.required()) {
            all.add(SenderProperties.USER_ID);
        }
        return all;
    }

    private boolean has(String name) {
        return names.contains(name);
    }

    /** What a message says of who sends it. */
    Map<String, String> ofSender(Sender sender, String clientId, String transaction) {
        if (names.isEmpty() && !sender.required()) {
            return Map.of();
        }
        Map<String, String> values = new LinkedHashMap<>();
        boolean saysUser = has(SenderProperties.USER_ID) || sender.required();
        put(values, SenderProperties.USER_ID, saysUser, sender.user());
        put(values, SenderProperties.APP_ID, has(SenderProperties.APP_ID), clientId);
        put(values, SenderProperties.PRODUCER_TXID, has(SenderProperties.PRODUCER_TXID), transaction);
        return values;
    }

    /** What a message says of its delivery. */
    Map<String, Object> ofDelivery(long nowMs, String transaction) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> values = new LinkedHashMap<>();
        if (has(CorduroyMessage.RECEIVE_TIMESTAMP)) {
            values.put(CorduroyMessage.RECEIVE_TIMESTAMP, nowMs);
        }
        if (has(CorduroyMessage.CONSUMER_TXID) && !transaction.isEmpty()) {
            values.put(CorduroyMessage.CONSUMER_TXID, transaction);
        }
        return values;
    }

    private static void put(Map<String, String> values, String name, boolean asked, String value) {
        if (asked && !value.isEmpty()) {
            values.put(name, value);
        }
    }

    /**
     * Who sends, as the broker says.
     *
     * @param user empty if it has not checked any
     * @param required whether each message has to say it
     */
    record Sender(String user, boolean required) {}
}
