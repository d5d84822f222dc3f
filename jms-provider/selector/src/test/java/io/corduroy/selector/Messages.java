package io.corduroy.selector;

import java.util.HashMap;
import java.util.Map;

/** Messages for tests, made of names and values. */
final class Messages {
    private Messages() {}

    /** A message of names and values in turn; what is not named is NULL. */
    static MessageView message(Object... namesAndValues) {
        Map<String, Object> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return values::get;
    }

    /** What the selector is for the message, with unknown told from false. */
    static Truth evaluate(String selector, Object... namesAndValues) {
        try {
            return Selector.parse(selector).evaluate(message(namesAndValues));
        } catch (SelectorException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
