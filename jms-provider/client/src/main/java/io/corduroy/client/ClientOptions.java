package io.corduroy.client;

import io.corduroy.protocol.NearestName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a connection behaves. Each option can be given in the URL ({@code ?prefetch=10}) or as a property of the
 * factory, which wins.
 *
 * @param connectTimeoutMs how long connecting to one address may take
 * @param connectAttempts how often all addresses are tried before the first connection fails
 * @param reconnectTimeoutMs how long calls wait while a lost connection is sought again; 0: not at all, −1: for ever
 * @param heartbeatMs how often something is said at least
 * @param prefetch how many messages may wait at each consumer; 0: none, each receive asks for one
 * @param prefetchBytes about how many bytes may wait at each consumer
 * @param sendWindow how many messages a session may send ahead of their confirmation, 8192 at most
 * @param sendWindowBytes how many bytes
 * @param ackSync whether an automatic acknowledgment is waited for
 * @param exclusive whether consumers of queues are exclusive: one is active, others stand by
 * @param closeTimeoutMs how long closing waits for the broker
 * @param deserialization classes that object messages may hold, beyond the default ones: {@code com.acme.*}
 * @param largeMessageBytes a received body that is longer than this is kept in a temporary file
 * @param jmsxProperties which of the properties that the provider may set it sets, see {@link JmsxProperties}
 * @param tls settings of TLS by name
 */
record ClientOptions(
        int connectTimeoutMs,
        int connectAttempts,
        long reconnectTimeoutMs,
        int heartbeatMs,
        int prefetch,
        int prefetchBytes,
        int sendWindow,
        int sendWindowBytes,
        boolean ackSync,
        boolean exclusive,
        int closeTimeoutMs,
        String deserialization,
        int largeMessageBytes,
        JmsxProperties jmsxProperties,
        Map<String, String> tls) {

    /** Every option with its default. */
    private static final Map<String, String> DEFAULTS = defaults();

    private static Map<String, String> defaults() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("connectTimeoutMs", "5000");
        all.put("connectAttempts", "1");
        all.put("reconnectTimeoutMs", "60000");
        all.put("heartbeatMs", "10000");
        all.put("prefetch", "256");
        all.put("prefetchBytes", "4194304");
        all.put("sendWindow", "1024");
        all.put("sendWindowBytes", "8388608");
        all.put("ackSync", "false");
        all.put("exclusive", "false");
        all.put("closeTimeoutMs", "10000");
        all.put("deserialization", "");
        all.put("largeMessageBytes", "10485760");
        all.put("jmsxProperties", "");
        all.put("clientID", "");
        all.put("user", "");
        all.put("password", "");
        all.put("tls.trustStore", "");
        all.put("tls.trustStorePassword", "");
        all.put("tls.trustedCertificates", "");
        all.put("tls.keyStore", "");
        all.put("tls.keyStorePassword", "");
        all.put("tls.certificates", "");
        all.put("tls.privateKey", "");
        all.put("tls.verifyHostName", "true");
        return all;
    }

    /** A broker remembers what it refused for so many sends. */
    private static final int MAX_SEND_WINDOW = 8_192;

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException naming an option that is unknown, with the one that was probably meant, or out of range
     */
    static ClientOptions of(Map<String, String> given) {
        given.keySet().forEach(ClientOptions::requireKnown);
        Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
        all.putAll(given);
        Map<String, String> tls = new TreeMap<>();
        all.forEach((name, value) -> {
            if (name.startsWith("tls.")) {
                tls.put(name, value);
            }
        });
        return new ClientOptions(
                (int) number(all, "connectTimeoutMs", 1, 3_600_000),
                (int) number(all, "connectAttempts", 1, 1_000_000),
                number(all, "reconnectTimeoutMs", -1, Long.MAX_VALUE / 2),
                (int) number(all, "heartbeatMs", 100, 3_600_000),
                (int) number(all, "prefetch", 0, 1_000_000),
                (int) number(all, "prefetchBytes", 1, Integer.MAX_VALUE),
                (int) number(all, "sendWindow", 1, MAX_SEND_WINDOW),
                (int) number(all, "sendWindowBytes", 1, Integer.MAX_VALUE),
                flag(all, "ackSync"),
                flag(all, "exclusive"),
                (int) number(all, "closeTimeoutMs", 0, 3_600_000),
                value(all, "deserialization"),
                (int) number(all, "largeMessageBytes", 0, Integer.MAX_VALUE),
                JmsxProperties.of(value(all, "jmsxProperties")),
                Map.copyOf(tls));
    }

    static boolean isKnown(String name) {
        return DEFAULTS.containsKey(name);
    }

    static void requireKnown(String name) {
        if (!isKnown(name)) {
            throw new IllegalArgumentException(
                    "unknown option \"" + name + "\"" + NearestName.hint(name, DEFAULTS.keySet()));
        }
    }

    static Optional<String> defaultOf(String name) {
        return Optional.ofNullable(DEFAULTS.get(name));
    }

    private static String value(Map<String, String> all, String name) {
        return all.getOrDefault(name, "");
    }

    private static long number(Map<String, String> all, String name, long least, long most) {
        String text = value(all, name);
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "option " + name + " is \"" + text + "\", expected a number from " + least + " to " + most);
    }

    private static boolean flag(Map<String, String> all, String name) {
        String text = value(all, name);
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw new IllegalArgumentException("option " + name + " is \"" + text + "\", expected true or false");
    }
}
