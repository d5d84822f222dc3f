package io.corduroy.protocol.message;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The property by which an application names what a message says, so that saying it again has no effect. */
public final class DuplicateDetection {
    /** Our name of it. */
    public static final String PROPERTY = "JMS_CORDUROY_DuplicateId";

    /** What Artemis calls it. */
    public static final String ARTEMIS_PROPERTY = "_AMQ_DUPL_ID";

    private static final List<String> NAMES = List.of(PROPERTY, ARTEMIS_PROPERTY);

    private DuplicateDetection() {}

    /**
     * The identifier that a message has been given, as text; ours counts if it has both.
     *
     * @return null if it has none, or is no message
     */
    public static @Nullable String idOf(ByteBuffer message) {
        EncodedMessage view = EncodedMessage.of(message);
        try {
            for (String name : NAMES) {
                Object value = view.property(name);
                if (value != null) {
                    return value.toString();
                }
            }
        } catch (MalformedMessageException e) {
            return null; // its consumers will be told
        }
        return null;
    }
}
