package io.corduroy.client.jndi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.CorduroyTopic;
import io.corduroy.client.CorduroyXAConnectionFactory;
import jakarta.jms.XAConnectionFactory;
import java.util.Collections;
import java.util.Hashtable;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameClassPair;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.OperationNotSupportedException;
import javax.naming.spi.NamingManager;
import org.junit.jupiter.api.Test;

@SuppressWarnings({"BanJNDI", "JdkObsolete"}) // JNDI and its tables are what is tested
class CorduroyInitialContextFactoryTest {

    private static Context context(String... properties) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, CorduroyInitialContextFactory.class.getName());
        for (int i = 0; i < properties.length; i += 2) {
            environment.put(properties[i], properties[i + 1]);
        }
        return new InitialContext(environment);
    }

    private static String urlOf(Object factory) {
        return ((CorduroyConnectionFactory) factory).getUrl();
    }

    @Test
    void findsWhatPropertiesName() throws NamingException {
        Context context = context(
                Context.PROVIDER_URL,
                "corduroy://broker:9750",
                "connectionFactory.jms/CF",
                "",
                "connectionFactory.jms/Other",
                "corduroy://other:9750?prefetch=10",
                "xaConnectionFactory.jms/XA",
                "corduroy://xa:9750",
                "queue.jms/orders",
                "shop.orders",
                "topic.jms/prices",
                "shop.prices",
                "something.else",
                "not ours");

        assertThat(urlOf(context.lookup("jms/CF"))).isEqualTo("corduroy://broker:9750");
        assertThat(urlOf(context.lookup("ConnectionFactory"))).isEqualTo("corduroy://broker:9750");
        assertThat(urlOf(context.lookup("jms/Other"))).isEqualTo("corduroy://other:9750?prefetch=10");
        assertThat(context.lookup("jms/XA")).isInstanceOf(XAConnectionFactory.class);
        assertThat(urlOf(context.lookup("jms/XA"))).isEqualTo("corduroy://xa:9750");
        assertThat(context.lookup("XAConnectionFactory")).isInstanceOf(XAConnectionFactory.class);
        assertThat(context.lookup("jms/orders")).isEqualTo(new CorduroyQueue("shop.orders"));
        assertThat(context.lookup("jms/prices")).isEqualTo(new CorduroyTopic("shop.prices"));
        assertThat(context.lookup("dynamicQueues/any.name")).isEqualTo(new CorduroyQueue("any.name"));
        assertThat(context.lookup("dynamicTopics/a/b")).isEqualTo(new CorduroyTopic("a/b"));
    }

    @Test
    void hasContextsInsideThatCanBeListed() throws NamingException {
        Context context = context("queue.jms/orders", "orders", "topic.jms/in/prices", "prices");
        Context inside = (Context) context.lookup("jms");

        assertThat(inside.lookup("orders")).isEqualTo(new CorduroyQueue("orders"));
        assertThat(inside.lookup("in/prices")).isEqualTo(new CorduroyTopic("prices"));
        assertThat(inside.getNameInNamespace()).isEqualTo("jms");
        assertThat(Collections.list(context.list("jms")))
                .extracting(NameClassPair::getName)
                .containsExactly("in", "orders");
        assertThat(Collections.list(context.listBindings("")))
                .extracting(NameClassPair::getName)
                .containsExactly(
                        "ConnectionFactory",
                        "QueueConnectionFactory",
                        "TopicConnectionFactory",
                        "XAConnectionFactory",
                        "jms");
    }

    @Test
    void saysWhatIsBoundWhenANameIsNot() throws NamingException {
        assertThatThrownBy(() -> context("queue.orders", "orders").lookup("order"))
                .isInstanceOf(NameNotFoundException.class)
                .hasMessageContaining("\"order\"")
                .hasMessageContaining("orders")
                .hasMessageContaining("dynamicQueues/");
    }

    @Test
    void refusesAValueThatIsWrongAndNamesItsKey() {
        assertThatThrownBy(() -> context("connectionFactory.CF", "corduroy://host?prefech=10"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("connectionFactory.CF")
                .hasMessageContaining("prefetch");
        assertThatThrownBy(() -> context("queue.orders", ""))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("queue.orders");
        assertThatThrownBy(() -> context("queue.", "orders")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void bindsNothing() {
        assertThatThrownBy(() -> context().bind("orders", new CorduroyQueue("orders")))
                .isInstanceOf(OperationNotSupportedException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void whatAReferenceStandsForIsTheSameAgain() throws Exception {
        CorduroyConnectionFactory factory = new CorduroyConnectionFactory("corduroy://broker:9750?prefetch=5");
        factory.setClientID("me");
        factory.setPassword("secret");

        CorduroyConnectionFactory again = (CorduroyConnectionFactory)
                NamingManager.getObjectInstance(factory.getReference(), null, null, new Hashtable<>());

        assertThat(again.getUrl()).isEqualTo(factory.getUrl());
        assertThat(again.getClientID()).isEqualTo("me");
        assertThat(again.getPrefetch()).isEqualTo(5);
        assertThat(again.getOption("password")).isEqualTo("secret");
        assertThat(NamingManager.getObjectInstance(
                        new CorduroyXAConnectionFactory().getReference(), null, null, new Hashtable<>()))
                .isInstanceOf(XAConnectionFactory.class);
        assertThat(NamingManager.getObjectInstance(
                        new CorduroyQueue("orders").getReference(), null, null, new Hashtable<>()))
                .isEqualTo(new CorduroyQueue("orders"));
        assertThat(NamingManager.getObjectInstance(
                        new CorduroyTopic("prices").getReference(), null, null, new Hashtable<>()))
                .isEqualTo(new CorduroyTopic("prices"));
    }
}
