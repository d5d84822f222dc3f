package io.corduroy.server.config;

import java.util.Optional;

/**
 * Where to listen.
 *
 * @param host name or address; IPv6 without brackets
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) {

    static Optional<ListenAddress> parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            return Optional.empty(); // IPv6 needs brackets, or nobody knows where the port begins
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            return host.isBlank() || port < 0 || port > 65_535
                    ? Optional.empty()
                    : Optional.of(new ListenAddress(host, port));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
