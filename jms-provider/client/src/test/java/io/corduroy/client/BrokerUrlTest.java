package io.corduroy.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerUrlTest {

    @Test
    void readsAddressesInOrderWithTheDefaultPort() {
        BrokerUrl url = BrokerUrl.parse("corduroy://a:1,b,[::1]:2,[::1]?prefetch=10&user=me%26you");

        assertThat(url.scheme()).isEqualTo(BrokerUrl.Scheme.TCP);
        assertThat(url.addresses()).containsExactly("a:1", "b:9750", "[::1]:2", "[::1]:9750");
        assertThat(url.options()).containsEntry("prefetch", "10").containsEntry("user", "me&you");
    }

    @Test
    void readsTlsWithItsOwnPort() {
        assertThat(BrokerUrl.parse("corduroy+ssl://a").addresses()).containsExactly("a:9751");
    }

    @Test
    void readsTheDirectoryAndTheSettingsOfAnEmbeddedNode() {
        BrokerUrl url = BrokerUrl.parse("corduroy:embedded:/var/lib/a+b?node.name=x&prefetch=1");

        assertThat(url.scheme()).isEqualTo(BrokerUrl.Scheme.EMBEDDED);
        assertThat(url.addresses()).containsExactly("/var/lib/a+b");
        assertThat(url.nodeOptions()).containsExactly(java.util.Map.entry("name", "x"));
        assertThat(url.options()).containsExactly(java.util.Map.entry("prefetch", "1"));
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        assertThatThrownBy(() -> new CorduroyConnectionFactory("corduroy://a?prefech=10"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean \"prefetch\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "corduroy://",
                "corduroy://a:0",
                "corduroy://a:70000",
                "corduroy://a:x",
                "corduroy://::1",
                "corduroy://a,,b",
                "corduroy://a?prefetch",
                "corduroy://a?prefetch=-1",
                "corduroy://a?ackSync=yes"
            })
    void refusesWhatIsNoUrl(String url) {
        assertThatThrownBy(() -> new CorduroyConnectionFactory(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesAnotherSchemeSayingWhichThereAre() {
        assertThatThrownBy(() -> BrokerUrl.parse("http://a:1")).hasMessageContaining("corduroy://");
    }

    @Test
    void survivesSerializationWithItsSettings() throws IOException, ClassNotFoundException {
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory("corduroy://a?prefetch=10");
        factory.setClientID("inventory");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(factory);
        }

        CorduroyConnectionFactory copy;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = (CorduroyConnectionFactory) in.readObject();
        }

        assertThat(copy.getUrl()).isEqualTo("corduroy://a?prefetch=10");
        assertThat(copy.getClientID()).isEqualTo("inventory");
        assertThat(copy.getPrefetch()).isEqualTo(10);
    }

    @Test
    void doesNotTellPasswords() {
        assertThat(new CorduroyConnectionFactory("corduroy://a?password=secret&prefetch=1").toString())
                .doesNotContain("secret");
    }
}
