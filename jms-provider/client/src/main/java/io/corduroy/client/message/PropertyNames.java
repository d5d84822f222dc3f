package io.corduroy.client.message;

import io.corduroy.protocol.Origin;
import io.corduroy.protocol.message.DuplicateDetection;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names an application may give to properties (Jakarta Messaging 3.1, 3.5.1, 3.5.9, 3.5.10 and 3.8.1.1). */
final class PropertyNames {
    static final String GROUP_ID = "JMSXGroupID";
    static final String GROUP_SEQ = "JMSXGroupSeq";
    static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    /** What the client sets when it hands a message to the application. */
    static final List<String> OF_DELIVERY = List.of(CorduroyMessage.RECEIVE_TIMESTAMP, CorduroyMessage.CONSUMER_TXID);

    /** Names of this provider's own properties begin with this. */
    static final String VENDOR_PREFIX = "JMS_CORDUROY_";

    /** What the broker says about a message that was moved. Programs that copy all properties may set them, too. */
    static final List<String> ORIGIN = List.of(Origin.DESTINATION_PROPERTY, Origin.REASON_PROPERTY);

    private static final Set<String> RESERVED_WORDS =
            Set.of("NULL", "TRUE", "FALSE", "NOT", "AND", "OR", "BETWEEN", "LIKE", "IN", "IS", "ESCAPE");

    private PropertyNames() {}

    /**
     * Refuses a name that an application must not set.
     *
     * @return the name
     * @throws IllegalArgumentException if it is null or empty, as the interface of messages asks
     * @throws JMSException for all other reasons
     */
    static String check(@Nullable String name) throws JMSException {
        if (name == null || name.isEmpty()) {
            throw new IllegalArgumentException("the name of a property is " + (name == null ? "null" : "empty"));
        }
        if (!isIdentifier(name)) {
            throw refused(name, "is no identifier: letters, digits, _ and $, not beginning with a digit");
        }
        if (RESERVED_WORDS.contains(name.toUpperCase(Locale.ROOT))) {
            throw refused(name, "is a word of the selector language");
        }
        if (name.startsWith("JMS")) {
            checkReserved(name);
        }
        return name;
    }

    private static void checkReserved(String name) throws JMSException {
        boolean isKnown = isOrigin(name) || name.equals(DuplicateDetection.PROPERTY);
        if (name.startsWith(VENDOR_PREFIX) && !isKnown) {
            throw refused(name, "begins with " + VENDOR_PREFIX + ", but no such property is known for this message");
        }
        boolean isClients = name.equals(GROUP_ID) || name.equals(GROUP_SEQ);
        if (name.startsWith("JMSX") && !isClients) {
            throw refused(name, "begins with JMSX, and of these clients set only " + GROUP_ID + " and " + GROUP_SEQ);
        }
        if (!name.startsWith("JMSX") && !name.startsWith("JMS_")) {
            throw refused(name, "begins with JMS, which is reserved for header fields");
        }
    }

    static boolean isOrigin(String name) {
        return name.startsWith(VENDOR_PREFIX) && ORIGIN.contains(name);
    }

    private static boolean isIdentifier(String name) {
        return Character.isJavaIdentifierStart(name.codePointAt(0))
                && name.codePoints().allMatch(Character::isJavaIdentifierPart);
    }

    private static JMSException refused(String name, String reason) {
        return new JMSException("property \"" + name + "\" cannot be set: its name " + reason);
    }
}
