package io.corduroy.client.jndi;

import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.client.CorduroyQueue;
import io.corduroy.client.CorduroyTopic;
import io.corduroy.client.CorduroyXAConnectionFactory;
import java.util.Hashtable;
import java.util.Map;
import java.util.TreeMap;
import javax.naming.ConfigurationException;
import javax.naming.Context;
import javax.naming.spi.InitialContextFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes an initial context from properties alone, given to {@code new InitialContext(…)} or in {@code jndi.properties}:
 *
 * <pre>
 *   java.naming.factory.initial = io.corduroy.client.jndi.CorduroyInitialContextFactory
 *   java.naming.provider.url    = corduroy://host:9750           (of factories that name no URL of their own)
 *   connectionFactory.jms/CF    = corduroy://host:9750?prefetch=10
 *   xaConnectionFactory.jms/XA  = corduroy://host:9750           (for transaction managers)
 *   queue.jms/orders            = orders
 *   topic.jms/prices            = prices
 * </pre>
 *
 * <p>An empty value of {@code connectionFactory.NAME} stands for the provider's URL. Always there, unless properties say
 * something else: {@code ConnectionFactory}, {@code QueueConnectionFactory}, {@code TopicConnectionFactory} and
 * {@code XAConnectionFactory} for the provider's URL, and below {@code dynamicQueues/} and {@code dynamicTopics/} a queue or topic of any name. Other keys are not
 * ours and mean nothing here.
 */
public final class CorduroyInitialContextFactory implements InitialContextFactory {
    private static final String FACTORY = "connectionFactory.";
    private static final String XA_FACTORY = "xaConnectionFactory.";
    private static final String QUEUE = "queue.";
    private static final String TOPIC = "topic.";

    /** As JNDI makes it. */
    public CorduroyInitialContextFactory() {}

    /**
     * Makes the context; no broker is contacted.
     *
     * @throws ConfigurationException if a value is no URL or no name, with the key and what is wrong with it
     */
    @Override
    @SuppressWarnings("JdkObsolete") // JNDI's own interface has tables of this kind
    public Context getInitialContext(@Nullable Hashtable<?, ?> environment) throws ConfigurationException {
        Hashtable<String, Object> copy = new Hashtable<>();
        if (environment != null) {
            environment.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        String url = String.valueOf(copy.getOrDefault(Context.PROVIDER_URL, CorduroyConnectionFactory.DEFAULT_URL));
        Map<String, Object> bindings = new TreeMap<>();
        for (String name : new String[] {"ConnectionFactory", "QueueConnectionFactory", "TopicConnectionFactory"}) {
            bindings.put(name, factory(Context.PROVIDER_URL, url));
        }
        bindings.put("XAConnectionFactory", xaFactory(Context.PROVIDER_URL, url));
        for (Map.Entry<String, Object> each : copy.entrySet()) {
            bind(bindings, each.getKey(), String.valueOf(each.getValue()).trim(), url);
        }
        return new PropertiesContext(bindings, copy, "");
    }

    private static void bind(Map<String, Object> bindings, String key, String value, String url)
            throws ConfigurationException {
        if (key.startsWith(FACTORY)) {
            bindings.put(nameIn(key, FACTORY), factory(key, value.isEmpty() ? url : value));
        } else if (key.startsWith(XA_FACTORY)) {
            bindings.put(nameIn(key, XA_FACTORY), xaFactory(key, value.isEmpty() ? url : value));
        } else if (key.startsWith(QUEUE)) {
            bindings.put(nameIn(key, QUEUE), named(key, () -> new CorduroyQueue(value)));
        } else if (key.startsWith(TOPIC)) {
            bindings.put(nameIn(key, TOPIC), named(key, () -> new CorduroyTopic(value)));
        }
    }

    private static String nameIn(String key, String prefix) throws ConfigurationException {
        String name = key.substring(prefix.length());
        if (name.isEmpty() || name.startsWith("/") || name.endsWith("/")) {
            throw new ConfigurationException(
                    "\"" + key + "\" names nothing: after \"" + prefix + "\" a name is expected");
        }
        return name;
    }

    private static Object factory(String key, String url) throws ConfigurationException {
        return named(key, () -> new CorduroyConnectionFactory(url));
    }

    private static Object xaFactory(String key, String url) throws ConfigurationException {
        return named(key, () -> new CorduroyXAConnectionFactory(url));
    }

    private interface Maker {
        Object make();
    }

    private static Object named(String key, Maker maker) throws ConfigurationException {
        try {
            return maker.make();
        } catch (IllegalArgumentException e) {
            ConfigurationException wrong = new ConfigurationException(key + ": " + e.getMessage());
            wrong.initCause(e);
            throw wrong;
        }
    }
}
