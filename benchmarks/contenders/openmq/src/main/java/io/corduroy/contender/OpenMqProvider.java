package io.corduroy.contender;

import io.corduroy.load.JmsProvider;
import jakarta.jms.ConnectionFactory;

/** Its client, with no other settings than where the broker is. */
public final class OpenMqProvider extends JmsProvider {

    /** Connects to a URL, such as {@code mqtcp://127.0.0.1:7676/jms}. */
    public OpenMqProvider(String url) throws ReflectiveOperationException {
        super(factory(url));
    }

    private static ConnectionFactory factory(String url) throws ReflectiveOperationException {
        Class<?> type = Class.forName("com.sun.messaging.ConnectionFactory");
        Object factory = type.getConstructor().newInstance();
        type.getMethod("setProperty", String.class, String.class).invoke(factory, "imqAddressList", url);
        return (ConnectionFactory) factory;
    }
}
