package io.corduroy.client;

import io.corduroy.client.jndi.AdministeredObjects;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.QueueConnection;
import jakarta.jms.QueueConnectionFactory;
import jakarta.jms.TopicConnection;
import jakarta.jms.TopicConnectionFactory;
import java.io.Serializable;
import java.util.TreeMap;
import java.util.function.Function;
import javax.naming.Reference;
import javax.naming.Referenceable;
import org.jspecify.annotations.Nullable;

/**
 * Makes connections to a broker: the only class of this provider that an application has to name.
 *
 * <pre>
 *   new CorduroyConnectionFactory("corduroy://host:9750,host2:9750?prefetch=10")
 *   new CorduroyConnectionFactory("corduroy+ssl://host:9751?tls.trustStore=trust.p12")
 *   new CorduroyConnectionFactory("corduroy:embedded:/var/lib/app/messages")
 *   new CorduroyConnectionFactory("corduroy:embedded:")
 * </pre>
 *
 * <p>A bean: what is set by a setter wins over the same option in the URL. Changes concern connections made afterwards.
 * Thread-safe once configured.
 */
public class CorduroyConnectionFactory
        implements ConnectionFactory, QueueConnectionFactory, TopicConnectionFactory, Referenceable, Serializable {
    private static final long serialVersionUID = 1L;

    /** Where a broker is looked for if nothing is said. */
    public static final String DEFAULT_URL = "corduroy://localhost:" + BrokerUrl.DEFAULT_PORT;

    private String url;
    private final TreeMap<String, String> options = new TreeMap<>();

    /** For {@link #DEFAULT_URL}, or to be configured by setters. */
    public CorduroyConnectionFactory() {
        this.url = DEFAULT_URL;
    }

    /**
     * For a URL.
     *
     * @throws IllegalArgumentException if it is none, or an option in it is unknown; the text says what was probably meant
     */
    public CorduroyConnectionFactory(String url) {
        this.url = checked(url);
    }

    private static String checked(String url) {
        BrokerUrl parsed = BrokerUrl.parse(url);
        ClientOptions.of(parsed.options());
        return url;
    }

    // Connections

    private CorduroyConnection open(@Nullable String user, @Nullable String password, Domain domain)
            throws JMSException {
        return open(CorduroyConnection::new, user, password, domain);
    }

    /** Connects with what is set here and in the URL. */
    final <C extends CorduroyConnection> C open(
            Function<ConnectionMaking, C> kind, @Nullable String user, @Nullable String password, Domain domain)
            throws JMSException {
        BrokerUrl parsed;
        ClientOptions all;
        TreeMap<String, String> merged = new TreeMap<>();
        try {
            parsed = BrokerUrl.parse(url);
            merged.putAll(parsed.options());
            merged.putAll(options);
            all = ClientOptions.of(merged);
        } catch (IllegalArgumentException e) {
            throw Exceptions.withCause(new JMSException(e.getMessage(), "CONFIGURATION"), e);
        }
        return ConnectionMaking.open(
                kind,
                parsed,
                all,
                merged.getOrDefault("clientID", ""),
                user == null ? merged.getOrDefault("user", "") : user,
                password == null ? merged.getOrDefault("password", "") : password,
                domain);
    }

    @Override
    public Connection createConnection() throws JMSException {
        return open(null, null, Domain.ANY);
    }

    @Override
    public Connection createConnection(@Nullable String user, @Nullable String password) throws JMSException {
        return open(user, password, Domain.ANY);
    }

    @Override
    public QueueConnection createQueueConnection() throws JMSException {
        return open(null, null, Domain.QUEUES);
    }

    @Override
    public QueueConnection createQueueConnection(@Nullable String user, @Nullable String password) throws JMSException {
        return open(user, password, Domain.QUEUES);
    }

    @Override
    public TopicConnection createTopicConnection() throws JMSException {
        return open(null, null, Domain.TOPICS);
    }

    @Override
    public TopicConnection createTopicConnection(@Nullable String user, @Nullable String password) throws JMSException {
        return open(user, password, Domain.TOPICS);
    }

    @Override
    public JMSContext createContext() {
        return createContext(JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(@Nullable String user, @Nullable String password) {
        return createContext(user, password, JMSContext.AUTO_ACKNOWLEDGE);
    }

    @Override
    public JMSContext createContext(@Nullable String user, @Nullable String password, int sessionMode) {
        CorduroyContext.requireMode(sessionMode);
        return RuntimeExceptions.get(() -> CorduroyContext.first(open(user, password, Domain.ANY), sessionMode));
    }

    @Override
    public JMSContext createContext(int sessionMode) {
        return createContext(null, null, sessionMode);
    }

    // Bean

    /** Where the broker is. */
    public String getUrl() {
        return url;
    }

    /**
     * Sets where the broker is.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public void setUrl(String newUrl) {
        url = checked(newUrl);
    }

    /**
     * Sets any option by its name, as it could stand in the URL.
     *
     * @throws IllegalArgumentException if it is unknown or its value out of range
     */
    public void setOption(String name, String value) {
        TreeMap<String, String> changed = new TreeMap<>(options);
        changed.put(name, value);
        ClientOptions.of(changed);
        options.put(name, value);
    }

    /** The value of an option as set here or in the URL, else its default. */
    public String getOption(String name) {
        ClientOptions.requireKnown(name);
        String own = options.get(name);
        if (own != null) {
            return own;
        }
        String inUrl = BrokerUrl.parse(url).options().get(name);
        return inUrl != null ? inUrl : ClientOptions.defaultOf(name).orElse("");
    }

    /** The user to connect as, empty for anonymous. */
    public String getUser() {
        return getOption("user");
    }

    /** Sets the user to connect as. */
    public void setUser(String user) {
        setOption("user", user);
    }

    /** Sets the user's password. */
    public void setPassword(String password) {
        setOption("password", password);
    }

    /** The JMS client identifier of connections, empty if they set their own or need none. */
    public String getClientID() {
        return getOption("clientID");
    }

    /** Sets the JMS client identifier of connections; only one of them can be open at a time then. */
    public void setClientID(String clientId) {
        setOption("clientID", clientId);
    }

    /** How many messages may wait at each consumer. */
    public int getPrefetch() {
        return Integer.parseInt(getOption("prefetch"));
    }

    /** Sets how many messages may wait at each consumer; 0: each receive asks for one. */
    public void setPrefetch(int prefetch) {
        setOption("prefetch", Integer.toString(prefetch));
    }

    /** How many messages a session may send ahead of their confirmation. */
    public int getSendWindow() {
        return Integer.parseInt(getOption("sendWindow"));
    }

    /** Sets how many messages a session may send ahead of their confirmation. */
    public void setSendWindow(int messages) {
        setOption("sendWindow", Integer.toString(messages));
    }

    /** Whether AUTO_ACKNOWLEDGE waits until each acknowledgment is durable. */
    public boolean isAckSync() {
        return Boolean.parseBoolean(getOption("ackSync"));
    }

    /** Sets whether AUTO_ACKNOWLEDGE waits until each acknowledgment is durable. */
    public void setAckSync(boolean ackSync) {
        setOption("ackSync", Boolean.toString(ackSync));
    }

    /** How long a lost connection is sought again, in milliseconds. */
    public long getReconnectTimeoutMs() {
        return Long.parseLong(getOption("reconnectTimeoutMs"));
    }

    /** Sets how long a lost connection is sought again while calls wait; 0: not at all, −1: for ever. */
    public void setReconnectTimeoutMs(long timeoutMs) {
        setOption("reconnectTimeoutMs", Long.toString(timeoutMs));
    }

    /** Classes that object messages may hold beyond the usual values. */
    public String getDeserialization() {
        return getOption("deserialization");
    }

    /** Sets which classes object messages may hold beyond the usual values: {@code com.acme.Order, com.acme.model.*}. */
    public void setDeserialization(String patterns) {
        setOption("deserialization", patterns);
    }

    /** Which of the optional JMSX properties connections fill in. */
    public String getJmsxProperties() {
        return getOption("jmsxProperties");
    }

    /**
     * Sets which of the properties that providers may set (Jakarta Messaging 3.1, 3.5.9) connections fill in: names with commas
     * between them, or {@code all}. {@code JMSXUserID} is the user that the broker has let in, if it knows users;
     * {@code JMSXAppID} the client identifier; {@code JMSXProducerTXID} and {@code JMSXConsumerTXID} name the transaction;
     * {@code JMSXRcvTimestamp} is when the message was handed to the application.
     *
     * @throws IllegalArgumentException if one is not known
     */
    public void setJmsxProperties(String names) {
        setOption("jmsxProperties", names);
    }

    /** For directories that keep references instead of objects; the password is in it, if one was set. */
    @Override
    public Reference getReference() {
        return AdministeredObjects.referenceTo(this, options);
    }

    /** The URL, without passwords. */
    @Override
    public String toString() {
        return "CorduroyConnectionFactory[" + BrokerUrl.withoutPasswords(url) + "]";
    }
}
