package io.corduroy.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Recognises, for the operator, who else may have come to our port by the first four bytes that he said. */
final class Strangers {

    private static final int TLS_HANDSHAKE = 0x1603;

    private Strangers() {}

    /** What these first bytes tell, with the plain fact when they tell nothing. */
    static String describe(int firstBytes, String fact) {
        if (firstBytes >>> 16 == TLS_HANDSHAKE) {
            return "the peer speaks TLS, but this is a port without TLS: " + fact;
        }
        return switch (new String(bytes(firstBytes), StandardCharsets.ISO_8859_1)) {
            case "GET ", "POST", "HEAD", "PUT ", "DELE", "OPTI", "PATC", "TRAC", "PRI " -> speaks("HTTP", fact);
            case "CONN", "STOM" -> speaks("STOMP or HTTP", fact);
            case "AMQP" -> speaks("AMQP", fact);
            case "ARTE" -> speaks("the Artemis protocol", fact);
            case "SSH-" -> speaks("SSH", fact);
            case "PROX" -> speaks("the PROXY protocol of a load balancer", fact);
            default -> String.format("the first bytes 0x%08x are none of this protocol's: %s", firstBytes, fact);
        };
    }

    private static String speaks(String protocol, String fact) {
        return "the peer speaks " + protocol + ", which this port does not: " + fact;
    }

    private static byte[] bytes(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }
}
