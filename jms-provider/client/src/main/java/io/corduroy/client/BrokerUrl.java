package io.corduroy.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the broker is and how to talk to it:
 *
 * <pre>
 *   corduroy://host:9750,host2:9750?prefetch=10      over TCP, the addresses tried in order
 *   corduroy+ssl://host:9751?tls.trustStore=…        over TLS
 *   corduroy:embedded:/var/lib/app/messages          in this process, on a directory
 *   corduroy:embedded:                               in this process, in memory
 * </pre>
 *
 * Options that begin with {@code node.} are settings of an embedded node. URLs of ActiveMQ and Artemis are read as far as they
 * mean something here, see {@link ForeignUrls}.
 *
 * @param scheme how
 * @param addresses host:port, in order; for an embedded broker the directory, which may be empty
 * @param options as written
 * @param nodeOptions settings of an embedded node, without the prefix
 */
record BrokerUrl(Scheme scheme, List<String> addresses, Map<String, String> options, Map<String, String> nodeOptions) {

    static final int DEFAULT_PORT = 9750;
    static final int DEFAULT_TLS_PORT = 9751;

    private static final String TCP_PREFIX = "corduroy://";
    private static final String TLS_PREFIX = "corduroy+ssl://";
    private static final String EMBEDDED_PREFIX = "corduroy:embedded:";
    private static final String NODE_PREFIX = "node.";

    /** How the broker is reached. */
    enum Scheme {
        TCP,
        TLS,
        EMBEDDED
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static BrokerUrl parse(String written) {
        String url = ForeignUrls.toOurs(written).orElse(written);
        int question = url.indexOf('?');
        String place = question < 0 ? url : url.substring(0, question);
        Map<String, String> options = new LinkedHashMap<>();
        Map<String, String> nodeOptions = new LinkedHashMap<>();
        for (Map.Entry<String, String> option :
                query(question < 0 ? "" : url.substring(question + 1)).entrySet()) {
            if (option.getKey().startsWith(NODE_PREFIX) && place.startsWith(EMBEDDED_PREFIX)) {
                nodeOptions.put(option.getKey().substring(NODE_PREFIX.length()), option.getValue());
            } else {
                ClientOptions.requireKnown(option.getKey());
                options.put(option.getKey(), option.getValue());
            }
        }
        if (place.startsWith(EMBEDDED_PREFIX)) {
            String directory = decode(place.substring(EMBEDDED_PREFIX.length()));
            return new BrokerUrl(Scheme.EMBEDDED, List.of(directory), options, nodeOptions);
        }
        if (place.startsWith(TLS_PREFIX)) {
            return new BrokerUrl(
                    Scheme.TLS,
                    addresses(place.substring(TLS_PREFIX.length()), DEFAULT_TLS_PORT),
                    options,
                    nodeOptions);
        }
        if (place.startsWith(TCP_PREFIX)) {
            return new BrokerUrl(
                    Scheme.TCP, addresses(place.substring(TCP_PREFIX.length()), DEFAULT_PORT), options, nodeOptions);
        }
        throw new IllegalArgumentException("the broker URL \"" + withoutPasswords(url) + "\" begins with none of "
                + TCP_PREFIX + "host:port, " + TLS_PREFIX + "host:port and " + EMBEDDED_PREFIX + "directory");
    }

    /** What may be shown. */
    static String withoutPasswords(String url) {
        return url.replaceAll("(?i)(password=)[^&)]*", "$1***");
    }

    private static Map<String, String> query(String text) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (!part.isEmpty()) {
                if (equals < 1) {
                    throw new IllegalArgumentException(
                            "\"" + part + "\" in the broker URL is no option, expected name=value");
                }
                options.put(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
            }
        }
        return options;
    }

    private static List<String> addresses(String text, int defaultPort) {
        List<String> addresses = new ArrayList<>();
        String bare = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        for (String address : bare.split(",", -1)) {
            addresses.add(address(address.strip(), defaultPort));
        }
        return List.copyOf(addresses);
    }

    private static String address(String text, int defaultPort) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && (text.startsWith("[") || text.indexOf(':') == colon);
        String host = hasPort ? text.substring(0, colon) : text;
        String port = hasPort ? text.substring(colon + 1) : Integer.toString(defaultPort);
        boolean portIsNumber =
                port.matches("\\d{1,5}") && Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= 65_535;
        if (host.isEmpty() || !portIsNumber || (host.indexOf(':') >= 0 && !host.startsWith("["))) {
            throw new IllegalArgumentException("\"" + text + "\" in the broker URL is no address, expected host:port"
                    + " (an IPv6 address in square brackets)");
        }
        return host + ":" + port;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
