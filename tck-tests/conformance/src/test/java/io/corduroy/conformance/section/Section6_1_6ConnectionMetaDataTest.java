package io.corduroy.conformance.section;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionMetaData;
import org.junit.jupiter.api.Test;

/** Jakarta Messaging 3.1, 6.1.6: what a connection says about its provider. */
class Section6_1_6ConnectionMetaDataTest extends SectionTest {

    @Test
    void versionsAndNamesAreGiven() throws Exception {
        ConnectionMetaData data = connect().getMetaData();

        assertThat(data.getJMSVersion()).isEqualTo(data.getJMSMajorVersion() + "." + data.getJMSMinorVersion());
        assertThat(data.getJMSMajorVersion()).isGreaterThanOrEqualTo(2);
        assertThat(data.getJMSProviderName()).isNotEmpty();
        assertThat(data.getProviderVersion()).startsWith(Integer.toString(data.getProviderMajorVersion()));
        assertThat(data.getProviderMinorVersion()).isNotNegative();
        assertThat(data.getJMSXPropertyNames().hasMoreElements()).isTrue();
    }

    @Test
    void aContextGivesTheSame() throws Exception {
        ConnectionMetaData data = context().getMetaData();

        assertThat(data.getJMSVersion()).isEqualTo(connect().getMetaData().getJMSVersion());
        assertThat(data.getJMSProviderName()).isNotEmpty();
    }
}
