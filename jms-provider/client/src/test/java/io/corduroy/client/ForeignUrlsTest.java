package io.corduroy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What applications of ActiveMQ and Artemis have in their configuration. */
class ForeignUrlsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            tcp://broker:61616                                             | corduroy://broker:61616
            ssl://broker:61617?keyStorePath=a.p12                          | corduroy+ssl://broker:61617?tls.keyStore=a.p12
            failover:tcp://a:61616                                         | corduroy://a:61616
            failover:(tcp://a:61616,tcp://b:61616)                         | corduroy://a:61616,b:61616
            failover://(tcp://a:1,tcp://b:2)?randomize=false&timeout=3000  | corduroy://a:1,b:2?reconnectTimeoutMs=3000
            failover:(nio://a:1?wireFormat.maxInactivityDuration=9)?jms.prefetchPolicy.all=10 | corduroy://a:1?prefetch=10
            failover:(corduroy://a:9750,corduroy://b:9750)                 | corduroy://a:9750,b:9750
            (tcp://a:61616,tcp://b:61616)?ha=true&reconnectAttempts=-1     | corduroy://a:61616,b:61616?reconnectTimeoutMs=-1
            tcp://a:61616?consumerWindowSize=0&blockOnAcknowledge=true     | corduroy://a:61616?prefetch=0&ackSync=true
            tcp://a:61616?consumerWindowSize=1048576                       | corduroy://a:61616?prefetchBytes=1048576
            tcp://a:61616?sslEnabled=true&trustStorePath=t.jks&trustStorePassword=x | corduroy+ssl://a:61616?tls.trustStore=t.jks&tls.trustStorePassword=x
            tcp://a:61616?initialConnectAttempts=-1&retryInterval=500      | corduroy://a:61616?connectAttempts=1000000
            tcp://a:61616?jms.userName=u&jms.password=p&jms.clientID=c     | corduroy://a:61616?user=u&password=p&clientID=c
            """)
    void isReadAs(String theirs, String ours) {
        assertThat(ForeignUrls.toOurs(theirs)).contains(ours);
        assertThat(BrokerUrl.parse(theirs)).isEqualTo(BrokerUrl.parse(ours));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"corduroy://a:1?prefetch=10", "corduroy+ssl://a:1", "corduroy:embedded:/tmp/(x)", "garbage"})
    void leavesOthersAlone(String url) {
        assertThat(ForeignUrls.toOurs(url)).isEmpty();
    }

    @Test
    void whatIsNotToBeHadIsRefusedWithWhatToWriteInstead() {
        assertThatThrownBy(() -> new CorduroyConnectionFactory(
                        "failover:(tcp://a:1,tcp://b:2)?timeout=9&jms.redeliveryPolicy.maximumRedeliveries=3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jms.redeliveryPolicy.maximumRedeliveries=3")
                .hasMessageContaining("write \"corduroy://a:1,b:2?reconnectTimeoutMs=9\"");
        assertThatThrownBy(() -> new CorduroyConnectionFactory("tcp://a:1?preAcknowledge=true"))
                .hasMessageContaining("preAcknowledge=true")
                .hasMessageContaining("write \"corduroy://a:1\"");
    }

    @Test
    void passwordsAreNotRepeated() {
        assertThatThrownBy(() -> BrokerUrl.parse("tcp://a:1?jms.password=secret&preAcknowledge=true"))
                .hasMessageContaining("jms.password=***")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> BrokerUrl.parse("http://a:1?password=secret")).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> BrokerUrl.parse("failover:(vm://a?password=secret)"))
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failover:(tcp://a:1",
                "failover:(vm://localhost)",
                "failover:(tcp://a:1,ssl://b:2)",
                "failover:",
                "tcp://",
                "(amqp://a:5672)"
            })
    void whatCannotBeReadIsRefused(String url) {
        assertThatThrownBy(() -> new CorduroyConnectionFactory(url)).isInstanceOf(IllegalArgumentException.class);
    }
}
