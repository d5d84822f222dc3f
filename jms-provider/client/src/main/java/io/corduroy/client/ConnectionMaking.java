package io.corduroy.client;

import io.corduroy.client.engine.EngineConfig;
import io.corduroy.client.message.ObjectAllowList;
import io.corduroy.protocol.ClientInstanceId;
import jakarta.jms.JMSException;
import java.util.UUID;
import java.util.function.Function;

/** What a connection is made with, and its making. */
record ConnectionMaking(
        ClientInstanceId instance,
        Dialer dialer,
        EngineConfig config,
        ClientOptions options,
        ObjectAllowList allowList,
        Domain domain) {

    /** A pause grows from this, over each round of addresses without success, to the other. */
    private static final int FIRST_BACKOFF_MS = 20;

    private static final int MAX_BACKOFF_MS = 1_000;

    /** Connects; fails when no broker answers or it does not want us. */
    static <C extends CorduroyConnection> C open(
            Function<ConnectionMaking, C> kind,
            BrokerUrl url,
            ClientOptions options,
            String clientId,
            String user,
            String password,
            Domain domain)
            throws JMSException {
        ObjectAllowList allowList = ObjectAllowList.defaults().with(options.deserialization());
        Dialer dialer = Dialer.of(url, options);
        UUID random = UUID.randomUUID();
        ClientInstanceId instance =
                new ClientInstanceId(random.getMostSignificantBits(), random.getLeastSignificantBits());
        EngineConfig config = new EngineConfig(
                instance,
                url.addresses(),
                clientId,
                user,
                password,
                options.heartbeatMs(),
                dialer.isRemote(),
                CorduroyMetaData.product(),
                options.connectAttempts(),
                dialer.isRemote() ? options.reconnectTimeoutMs() : 0,
                FIRST_BACKOFF_MS,
                MAX_BACKOFF_MS);
        C connection = kind.apply(new ConnectionMaking(instance, dialer, config, options, allowList, domain));
        try {
            connection.connect();
        } catch (JMSException e) {
            throw withAdvice(url, e);
        }
        return connection;
    }

    private static JMSException withAdvice(BrokerUrl url, JMSException e) {
        if (!"CONNECTION_LOST".equals(e.getErrorCode())) {
            return e;
        }
        // A port that expects TLS hangs up on who speaks in the clear: there is no language to say why in.
        String advice = url.scheme() == BrokerUrl.Scheme.TCP
                ? "; is the broker running there, and without TLS? With it the URL begins with corduroy+ssl://"
                : "; is the broker running there?";
        String where = String.join(", ", url.addresses());
        return Exceptions.withCause(
                new JMSException("cannot connect to " + where + ": " + e.getMessage() + advice, "CONNECT_FAILED"), e);
    }
}
