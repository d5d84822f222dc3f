package io.corduroy.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * URLs of ActiveMQ Classic and Artemis, for applications that move from there: one address, {@code failover:(a,b)?…} and
 * {@code (a,b)?…}. What has the same meaning here is taken over, what only tunes the other client is passed over, and what
 * would change what the application sees is refused with the URL to write instead.
 */
final class ForeignUrls {

    private static final String FAILOVER = "failover:";
    private static final Set<String> CLEAR = Set.of("tcp", "nio", "auto", "auto+nio", "corduroy");
    private static final Set<String> ENCRYPTED =
            Set.of("ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl", "tcps", "corduroy+ssl");

    /** What to call an option here, and its value. */
    private interface Meaning {
        Optional<Map.Entry<String, String>> of(String value);
    }

    private static final Map<String, Meaning> MEANINGS = meanings();

    /** Tunes reconnection, buffers and checks that this client has its own ways for. */
    private static final List<String> WITHOUT_MEANING = List.of(
            "randomize",
            "initialreconnectdelay",
            "maxreconnectdelay",
            "useexponentialbackoff",
            "reconnectdelayexponent",
            "backoffmultiplier",
            "prioritybackup",
            "priorityuris",
            "backup",
            "backuppoolsize",
            "trackmessages",
            "maxcachesize",
            "updateurissupported",
            "warnafterreconnectattempts",
            "ha",
            "retryinterval",
            "retryintervalmultiplier",
            "maxretryinterval",
            "failoverattempts",
            "calltimeout",
            "connectionttl",
            "clientfailurecheckperiod",
            "confirmationwindowsize",
            "blockonnondurablesend",
            "minlargemessagesize",
            "compresslargemessage",
            "usetopologyforloadbalancing",
            "connectionloadbalancingpolicyclassname",
            "cachedestinations",
            "useglobalpools",
            "scheduledthreadpoolmaxsize",
            "threadpoolmaxsize",
            "tcpnodelay",
            "tcpsendbuffersize",
            "tcpreceivebuffersize",
            "keepalive",
            "sotimeout",
            "solinger",
            "trace",
            "daemon",
            "jms.useasyncsend",
            "jms.alwayssyncsend",
            "jms.alwayssessionasync",
            "jms.dispatchasync",
            "jms.watchtopicadvisories",
            "jms.optimizeacknowledge",
            "jms.optimizedmessagedispatch",
            "jms.usecompression",
            "jms.copymessageonsend",
            "jms.sendtimeout");

    private static final List<String> GROUPS_WITHOUT_MEANING =
            List.of("nested.", "wireformat.", "transport.", "socket.", "jms.nestedmapandlistenabled");

    private ForeignUrls() {}

    private static Map<String, Meaning> meanings() {
        Map<String, Meaning> all = new LinkedHashMap<>();
        for (String user : List.of("jms.username", "user", "username")) {
            all.put(user, as("user"));
        }
        all.put("jms.password", as("password"));
        all.put("password", as("password"));
        all.put("jms.clientid", as("clientID"));
        all.put("clientid", as("clientID"));
        all.put("jms.closetimeout", as("closeTimeoutMs"));
        all.put("jms.prefetchpolicy.all", as("prefetch"));
        all.put("jms.prefetchpolicy.queueprefetch", as("prefetch"));
        all.put("connectiontimeout", as("connectTimeoutMs"));
        all.put("timeout", as("reconnectTimeoutMs"));
        all.put("callfailovertimeout", as("reconnectTimeoutMs"));
        all.put("startupmaxreconnectattempts", attempts());
        all.put("initialconnectattempts", attempts());
        all.put("maxreconnectattempts", forEver());
        all.put("reconnectattempts", forEver());
        all.put("producerwindowsize", value -> value.equals("-1") ? Optional.empty() : entry("sendWindowBytes", value));
        all.put("consumerwindowsize", value -> switch (value) {
            case "-1" -> Optional.empty();
            case "0" -> entry("prefetch", "0");
            default -> entry("prefetchBytes", value);
        });
        all.put("blockonacknowledge", as("ackSync"));
        all.put("blockondurablesend", only("true"));
        all.put("preacknowledge", only("false"));
        all.put("autogroup", only("false"));
        all.put("trustall", only("false"));
        all.put("sslenabled", value -> Optional.empty()); // is in the scheme
        all.put("truststorepath", as("tls.trustStore"));
        all.put("truststorepassword", as("tls.trustStorePassword"));
        all.put("keystorepath", as("tls.keyStore"));
        all.put("keystorepassword", as("tls.keyStorePassword"));
        all.put("verifyhost", as("tls.verifyHostName"));
        all.put("socket.verifyhostname", as("tls.verifyHostName"));
        return all;
    }

    private static Optional<Map.Entry<String, String>> entry(String name, String value) {
        return Optional.of(Map.entry(name, value));
    }

    private static Meaning as(String name) {
        return value -> entry(name, value);
    }

    private static Meaning attempts() {
        return value -> entry("connectAttempts", value.equals("-1") ? "1000000" : value);
    }

    private static Meaning forEver() {
        return value -> value.equals("-1") ? entry("reconnectTimeoutMs", "-1") : Optional.empty();
    }

    /** What means nothing with this value, and something that is not to be had with another one. */
    private static Meaning only(String value) {
        return given -> {
            if (!given.equalsIgnoreCase(value)) {
                throw new IllegalArgumentException("is " + given);
            }
            return Optional.empty();
        };
    }

    /**
     * The URL to use instead.
     *
     * @return empty if it is none of theirs
     * @throws IllegalArgumentException if something in it is not to be had; the text has the URL to write instead
     */
    static Optional<String> toOurs(String url) {
        String rest = url.strip();
        boolean failover = rest.startsWith(FAILOVER);
        if (failover) {
            rest = rest.substring(FAILOVER.length());
            rest = rest.startsWith("//") ? rest.substring(2) : rest;
        }
        int scheme = rest.indexOf("://");
        boolean single = scheme > 0
                && (CLEAR.contains(rest.substring(0, scheme)) || ENCRYPTED.contains(rest.substring(0, scheme)))
                && !rest.startsWith("corduroy");
        if (!failover && !rest.startsWith("(") && !single) {
            return Optional.empty();
        }
        return Optional.of(new Translation(url, rest).result());
    }

    /** One URL on its way. */
    private static final class Translation {
        private final String url;
        private final List<String> addresses = new ArrayList<>();
        private final Map<String, String> options = new LinkedHashMap<>();
        private final List<String> refused = new ArrayList<>();
        private boolean clear;
        private boolean encrypted;

        Translation(String url, String rest) {
            this.url = BrokerUrl.withoutPasswords(url);
            String inner = rest;
            if (rest.startsWith("(")) {
                int end = rest.lastIndexOf(')');
                if (end < 0) {
                    throw new IllegalArgumentException("the broker URL \"" + url + "\" has ( and no )");
                }
                inner = rest.substring(1, end);
                takeOptions(queryOf(rest.substring(end + 1)));
            }
            for (String address : inner.split(",(?=[^,]*://)", -1)) {
                take(address.strip());
            }
        }

        private static String queryOf(String text) {
            return text.startsWith("?") ? text.substring(1) : text;
        }

        private void take(String address) {
            int colon = address.indexOf("://");
            String scheme = colon < 0 ? "" : address.substring(0, colon);
            clear |= CLEAR.contains(scheme);
            encrypted |= ENCRYPTED.contains(scheme);
            if (!CLEAR.contains(scheme) && !ENCRYPTED.contains(scheme)) {
                throw new IllegalArgumentException(
                        "\"" + BrokerUrl.withoutPasswords(address) + "\" in the broker URL \"" + url
                                + "\" is no address to connect to; expected corduroy://host:port or corduroy+ssl://host:port");
            }
            String rest = address.substring(colon + 3);
            int question = rest.indexOf('?');
            addresses.add(question < 0 ? rest : rest.substring(0, question));
            takeOptions(question < 0 ? "" : rest.substring(question + 1));
        }

        private void takeOptions(String query) {
            for (String option : query.split("&", -1)) {
                int equals = option.indexOf('=');
                if (equals > 0) {
                    takeOption(option.substring(0, equals), option.substring(equals + 1));
                }
            }
        }

        private void takeOption(String name, String value) {
            String key = name.toLowerCase(Locale.ROOT);
            Meaning meaning = MEANINGS.get(key);
            if (key.equals("sslenabled") && value.equalsIgnoreCase("true")) {
                encrypted = true;
                clear = false;
            }
            if (meaning != null) {
                try {
                    meaning.of(value).ifPresent(ours -> options.put(ours.getKey(), ours.getValue()));
                } catch (IllegalArgumentException e) {
                    refused.add(name + "=" + value);
                }
            } else if (ClientOptions.isKnown(name)) {
                options.put(name, value);
            } else if (!WITHOUT_MEANING.contains(key)
                    && GROUPS_WITHOUT_MEANING.stream().noneMatch(key::startsWith)) {
                refused.add(name + "=" + value);
            }
        }

        String result() {
            boolean byOption = encrypted && options.keySet().stream().anyMatch(name -> name.startsWith("tls."));
            if (clear && encrypted && !byOption) {
                throw new IllegalArgumentException(
                        "the broker URL \"" + url + "\" mixes encrypted addresses and others");
            }
            String query = options.entrySet().stream()
                    .map(option -> option.getKey() + "=" + option.getValue())
                    .collect(Collectors.joining("&", options.isEmpty() ? "" : "?", ""));
            String ours = (encrypted ? "corduroy+ssl://" : "corduroy://") + String.join(",", addresses) + query;
            if (!refused.isEmpty()) {
                throw new IllegalArgumentException("the broker URL \"" + url + "\" asks for what is not to be had like"
                        + " this: " + String.join(", ", refused) + "; write \"" + BrokerUrl.withoutPasswords(ours)
                        + "\", and see the client's MIGRATION.md for what to do instead");
            }
            return ours;
        }
    }
}
