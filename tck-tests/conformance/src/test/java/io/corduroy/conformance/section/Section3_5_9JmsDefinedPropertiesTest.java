package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 3.5.9: properties whose names begin with JMSX. */
class Section3_5_9JmsDefinedPropertiesTest extends SectionTest {

    @Test
    void theMandatoryOnesAndThoseOfGroupsAreSupported() throws Exception {
        List<String> names = new ArrayList<>();
        for (Object name : all(connect().getMetaData().getJMSXPropertyNames())) {
            names.add((String) name);
        }

        assertThat(names)
                .contains("JMSXDeliveryCount", "JMSXGroupID", "JMSXGroupSeq")
                .allMatch(n -> n.startsWith("JMSX"));
    }

    @Test
    void groupAndNumberInItAreCarried() throws Exception {
        Message message = session().createMessage();
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 3);

        Message received = sent(message, Message.class);

        assertThat(received.getStringProperty("JMSXGroupID")).isEqualTo("group");
        assertThat(received.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
    }

    @Test
    void theyCanBeSelectedByWhetherThereOrNot() throws Exception {
        Session session = session();
        Queue queue = queue();
        TextMessage message = session.createTextMessage("in a group");
        message.setStringProperty("JMSXGroupID", "group");
        message.setIntProperty("JMSXGroupSeq", 3);
        session.createProducer(queue).send(message);
        send(session, queue, "alone");

        assertThat(receiveText(session.createConsumer(queue, "JMSXGroupID IS NULL AND JMSXUnheardOf IS NULL")))
                .isEqualTo("alone");
        assertThat(receiveText(session.createConsumer(queue, "JMSXGroupID = 'group' AND JMSXGroupSeq = 3")))
                .isEqualTo("in a group");
    }
}
