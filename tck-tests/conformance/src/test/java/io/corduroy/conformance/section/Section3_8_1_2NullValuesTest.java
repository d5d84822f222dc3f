package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.8.1.2: three-valued logic, tables 3-4 to 3-6. */
class Section3_8_1_2NullValuesTest extends SectionTest {

    /** True, false or unknown, as an expression on a message that has no property "absent". */
    private enum Value {
        TRUE("(1 = 1)"),
        FALSE("(1 = 2)"),
        UNKNOWN("(absent = 1)");

        final String expression;

        Value(String expression) {
            this.expression = expression;
        }

        Value and(Value other) {
            return this == FALSE || other == FALSE ? FALSE : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : TRUE;
        }

        Value or(Value other) {
            return this == TRUE || other == TRUE ? TRUE : this == UNKNOWN || other == UNKNOWN ? UNKNOWN : FALSE;
        }

        Value not() {
            return this == TRUE ? FALSE : this == FALSE ? TRUE : UNKNOWN;
        }
    }

    /** An expression is true if it matches, false if its negation does, unknown if neither. */
    private static Value valueOf(Session session, Queue queue, String expression) throws JMSException {
        boolean matches = isFound(session, queue, expression);
        boolean negationMatches = isFound(session, queue, "NOT (" + expression + ")");
        assertThat(matches && negationMatches).isFalse();
        return matches ? Value.TRUE : negationMatches ? Value.FALSE : Value.UNKNOWN;
    }

    private static boolean isFound(Session session, Queue queue, String selector) throws JMSException {
        try (QueueBrowser browser = session.createBrowser(queue, selector)) {
            return browser.getEnumeration().hasMoreElements();
        }
    }

    @Test
    void theTablesOfAndOrAndNot() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "m");
        for (Value a : Value.values()) {
            for (Value b : Value.values()) {
                String and = a.expression + " AND " + b.expression;
                assertThat(valueOf(session, queue, and)).as(and).isEqualTo(a.and(b));
                String or = a.expression + " OR " + b.expression;
                assertThat(valueOf(session, queue, or)).as(or).isEqualTo(a.or(b));
            }
            String not = "NOT " + a.expression;
            assertThat(valueOf(session, queue, not)).as(not).isEqualTo(a.not());
        }
    }

    @Test
    void whatIsDoneWithAnUnknownValueIsUnknown() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "m");
        for (String expression : List.of(
                "absent = 1",
                "absent <> 1",
                "absent > 1",
                "absent + 1 = 2",
                "-absent = 1",
                "absent * 0 = 0",
                "absent = absent",
                "absent <> absent",
                "absent BETWEEN 1 AND 2",
                "absent NOT BETWEEN 1 AND 2",
                "absent IN ('a')",
                "absent NOT IN ('a')",
                "absent LIKE '%'",
                "absent NOT LIKE '%'",
                "JMSType = 'car'",
                "absent")) {
            assertThat(valueOf(session, queue, expression)).as(expression).isEqualTo(Value.UNKNOWN);
        }
    }

    @Test
    void isNullIsNeverUnknown() throws Exception {
        Session session = session();
        Queue queue = queue();
        send(session, queue, "m");

        assertThat(valueOf(session, queue, "absent IS NULL")).isEqualTo(Value.TRUE);
        assertThat(valueOf(session, queue, "absent IS NOT NULL")).isEqualTo(Value.FALSE);
        assertThat(valueOf(session, queue, "JMSType IS NULL")).isEqualTo(Value.TRUE);
        assertThat(valueOf(session, queue, "JMSPriority IS NULL")).isEqualTo(Value.FALSE);
    }
}
