package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidSelectorException;
import jakarta.jms.InvalidSelectorRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jakarta Messaging 3.1, 3.8.1.1: what selectors say, and what is none. */
class Section3_8_1_1SelectorSyntaxTest extends SectionTest {

    /** Whether a message with these values matches, as a browser sees it. */
    private boolean matches(String selector) throws Exception {
        Session session = session();
        Queue queue = queue();
        Message message = session.createMessage();
        message.setJMSType("car");
        message.setStringProperty("color", "blue");
        message.setStringProperty("quote", "literal's");
        message.setStringProperty("percent", "50%");
        message.setStringProperty("underscored", "_foo");
        message.setStringProperty("phone", "12993");
        message.setStringProperty("text2", "2");
        message.setStringProperty("lines", "a\nb");
        message.setStringProperty("größe", "groß");
        message.setStringProperty("$dollar_", "d");
        message.setBooleanProperty("yes", true);
        message.setBooleanProperty("no", false);
        message.setByteProperty("b3", (byte) 3);
        message.setShortProperty("s3", (short) 3);
        message.setIntProperty("i3", 3);
        message.setLongProperty("l3", 3);
        message.setFloatProperty("f3", 3);
        message.setDoubleProperty("d3", 3);
        message.setDoubleProperty("d25", 2.5);
        message.setIntProperty("i7", 7);
        message.setIntProperty("i2", 2);
        message.setIntProperty("minus", -5);
        message.setLongProperty("huge", Long.MAX_VALUE);
        message.setStringProperty("Case", "upper");
        session.createProducer(queue).send(message);
        try (QueueBrowser browser = session.createBrowser(queue, selector)) {
            return browser.getEnumeration().hasMoreElements();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "JMSType = 'car' AND color = 'blue' AND i7 > 2",
                "color = 'blue'",
                "color <> 'red'",
                "quote = 'literal''s'",
                "größe = 'groß'",
                "$dollar_ = 'd'",
                "yes",
                "yes = TRUE",
                "yes = true",
                "yes <> no",
                "NOT no",
                "not no and yes",
                "TRUE",
                "(((yes)))",
                "i3 = 3",
                "b3 = 3 AND s3 = 3 AND i3 = 3 AND l3 = 3 AND f3 = 3 AND d3 = 3",
                "i3 = 3.0 AND f3 = 3.0 AND d3 = 3",
                "i3 = d3",
                "i3 = 3.",
                "d25 = 2.5",
                "d25 = +2.5",
                "d25 = 25E-1",
                "d25 = .25E+1",
                "d25 = 2.5d",
                "i3 = 3L",
                "i7 = 0x7",
                "i7 = 07",
                "i3 > -957 AND i3 < +62 AND i3 < 7E3 AND i3 > -57.9E2",
                "huge = 9223372036854775807",
                "minus = -5",
                "-minus = 5",
                "+minus = -5",
                "i3 + i2 * 2 = i7",
                "(i3 + i2) * 2 = 10",
                "i7 - i3 - i2 = 2",
                "i7 / i2 = 3",
                "i7 / 2.0 = 3.5",
                "i3 >= 3 AND i3 <= 3 AND i3 <> 4",
                "i3 BETWEEN 2 AND 4",
                "i3 BETWEEN 3 AND 3",
                "i3 NOT BETWEEN 4 AND 9",
                "i3 between i2 and i7",
                "d25 BETWEEN 2 AND 3",
                "i3 + 1 BETWEEN i2 * 2 AND 4",
                "color IN ('red', 'blue')",
                "color IN ('blue')",
                "color NOT IN ('red', 'green')",
                "color not in ('red')",
                "phone LIKE '12%3'",
                "phone LIKE '%'",
                "phone LIKE '1____'",
                "phone NOT LIKE '13%'",
                "underscored LIKE '\\_%' ESCAPE '\\'",
                "percent LIKE '50!%' ESCAPE '!'",
                "lines LIKE 'a_b'",
                "lines LIKE 'a%'",
                "color LIKE 'blue'",
                "quote LIKE '%''s'",
                "color IS NOT NULL",
                "absent IS NULL",
                "JMSCorrelationID IS NULL",
                "case IS NULL AND Case = 'upper'",
                "no OR yes AND yes",
                "yes OR no AND no",
                "NOT no AND yes",
                "NOT (no AND yes)",
                "no\tOR\nyes\fAND\ryes",
                "yes=TRUE AND(i3=3)",
                "color='blue'AND i3=3",
                "JMSDeliveryMode = 'PERSISTENT'",
                "JMSPriority BETWEEN 0 AND 4",
                "JMSX_any IS NULL AND JMS_vendor IS NULL",
            })
    void matchesThisMessage(String selector) throws Exception {
        assertThat(matches(selector)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "color = 'red'",
                "color = 'Blue'",
                "color <> 'blue'",
                "FALSE",
                "no",
                "NOT yes",
                "text2 > 1",
                "text2 = 2",
                "i3 = '3'",
                "color = TRUE",
                "yes = 'true'",
                "i3 < 3",
                "i3 NOT BETWEEN 2 AND 4",
                "i3 BETWEEN 4 AND 2",
                "color IN ('red')",
                "color NOT IN ('blue')",
                "phone LIKE '12'",
                "phone LIKE '1%4'",
                "phone NOT LIKE '12%3'",
                "color LIKE 'BLUE'",
                "color LIKE '\\_%' ESCAPE '\\'",
                "color IS NULL",
                "absent IS NOT NULL",
                "absent",
                "NOT absent",
                "absent = absent",
                "absent <> 'blue'",
                "COLOR = 'blue'",
                "yes AND no OR no",
                "JMSDeliveryMode = 'NON_PERSISTENT'",
            })
    void doesNotMatchThisMessage(String selector) throws Exception {
        assertThat(matches(selector)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=",
                "color =",
                "= 'blue'",
                "color = 'blue",
                "color = \"blue\"",
                "color == 'blue'",
                "color != 'blue'",
                "color 'blue'",
                "(color = 'blue'",
                "color = 'blue')",
                "color = 'blue' AND",
                "AND color = 'blue'",
                "color = 'blue' AND OR i3 = 3",
                "NOT",
                "()",
                "i3 BETWEEN 1",
                "i3 BETWEEN 1 OR 2",
                "color IN ()",
                "color IN 'blue'",
                "color IN ('blue'",
                "color IN ('blue',)",
                "color IN (1, 2)",
                "color LIKE",
                "color LIKE 7",
                "color LIKE other",
                "color LIKE 'b!%' ESCAPE '!!'",
                "color LIKE 'b!%' ESCAPE ''",
                "color IS",
                "color IS NOT",
                "color IS 'blue'",
                "color IS EMPTY",
                "NULL = color",
                "color = NULL",
                "TRUE IS NULL",
                "'blue' IS NULL",
                "1 IN ('1')",
                "1a = 2",
                "a.b = 2",
                "a-b c",
                "i3 + = 3",
                "i3 * / 2 = 3",
                "i3 ** 2 = 9",
                "i3 = 3 -- comment",
                "i3 = 3 /* comment */",
                "i3 = 3; i3 = 3",
                "i3 > #3",
                "i3 = 1.2.3",
                "LIKE = 3",
                "BETWEEN = 3",
                "i3 = 99999999999999999999",
            })
    void isRefusedWhenItIsPresented(String selector) throws Exception {
        Session session = session();
        Queue queue = queue();

        assertThatThrownBy(() -> session.createConsumer(queue, selector)).isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void everyMethodThatTakesASelectorRefusesAWrongOne() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Queue queue = queue();
        Topic topic = topic();
        String wrong = "color =";

        assertThatThrownBy(() -> session.createBrowser(queue, wrong)).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createConsumer(topic, wrong)).isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createConsumer(topic, wrong, true))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createSharedConsumer(topic, name("s"), wrong))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createSharedDurableConsumer(topic, name("s"), wrong))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createDurableConsumer(topic, name("s"), wrong, false))
                .isInstanceOf(InvalidSelectorException.class);
        assertThatThrownBy(() -> session.createDurableSubscriber(topic, name("s"), wrong, false))
                .isInstanceOf(InvalidSelectorException.class);
    }

    @Test
    void everyMethodOfTheSimplifiedInterfaceRefusesAWrongOne() throws Exception {
        JMSContext context = contextAs(name("client"));
        Queue queue = queue();
        Topic topic = topic();
        String wrong = "color =";

        assertThatThrownBy(() -> context.createBrowser(queue, wrong))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createConsumer(queue, wrong))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createConsumer(topic, wrong, true))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedConsumer(topic, name("s"), wrong))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createSharedDurableConsumer(topic, name("s"), wrong))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
        assertThatThrownBy(() -> context.createDurableConsumer(topic, name("s"), wrong, false))
                .isInstanceOf(InvalidSelectorRuntimeException.class);
    }

    @Test
    void aConsumerThatWasRefusedLeavesNothingBehind() throws Exception {
        Session session = connectAs(name("client")).createSession();
        Topic topic = topic();
        String subscription = name("s");
        assertThatThrownBy(() -> session.createDurableConsumer(topic, subscription, "color =", false))
                .isInstanceOf(InvalidSelectorException.class);

        assertThatThrownBy(() -> session.unsubscribe(subscription)).isInstanceOf(InvalidDestinationException.class);
    }
}
