package io.corduroy.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.client.CorduroyConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.connection.CachingConnectionFactory;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring's JMS support as its users write it; only the connection factory names Corduroy. */
class SpringJmsTest {

    private static final long WAIT_S = 20;

    @TempDir
    Path directory;

    @Test
    void sendsAndReceivesWithATemplate() {
        try (AnnotationConfigApplicationContext spring = start()) {
            JmsTemplate template = spring.getBean(JmsTemplate.class);

            template.convertAndSend("template", "hello");

            assertThat(template.receiveAndConvert("template")).isEqualTo("hello");
            template.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
            assertThat(template.receiveAndConvert("template")).isNull();
        }
    }

    @Test
    void answersARequestThroughATemporaryQueue() throws Exception {
        try (AnnotationConfigApplicationContext spring = start()) {
            JmsTemplate template = spring.getBean(JmsTemplate.class);
            template.setReceiveTimeout(TimeUnit.SECONDS.toMillis(WAIT_S));

            Message answer = template.sendAndReceive("upper", session -> session.createTextMessage("corduroy"));

            assertThat(((TextMessage) answer).getText()).isEqualTo("CORDUROY");
        }
    }

    @Test
    void redeliversMarkedWhenATransactedListenerFails() throws Exception {
        try (AnnotationConfigApplicationContext spring = start()) {
            Listeners listeners = spring.getBean(Listeners.class);

            spring.getBean(JmsTemplate.class).convertAndSend("fragile", "again");

            assertThat(listeners.handled.poll(WAIT_S, TimeUnit.SECONDS)).isEqualTo("again redelivered=true");
            assertThat(listeners.attempts).hasValue(2);
        }
    }

    @Test
    void rollsSendsBackWithTheTransaction() {
        try (AnnotationConfigApplicationContext spring = start()) {
            JmsTemplate template = spring.getBean(JmsTemplate.class);
            ConnectionFactory factory = spring.getBean(ConnectionFactory.class);
            TransactionTemplate transaction = new TransactionTemplate(new JmsTransactionManager(factory));

            transaction.executeWithoutResult(status -> {
                template.convertAndSend("undone", "never");
                status.setRollbackOnly();
            });
            transaction.executeWithoutResult(status -> template.convertAndSend("undone", "committed"));

            assertThat(template.receiveAndConvert("undone")).isEqualTo("committed");
        }
    }

    @Test
    void deliversTopicMessagesToAListener() throws Exception {
        try (AnnotationConfigApplicationContext spring = start()) {
            Listeners listeners = spring.getBean(Listeners.class);
            JmsTemplate topics = new JmsTemplate(spring.getBean(ConnectionFactory.class));
            topics.setPubSubDomain(true);

            // The container subscribes in the background: publish until it hears.
            String heard = null;
            for (int i = 0; i < 100 && heard == null; i++) {
                topics.convertAndSend("news", "extra");
                heard = listeners.news.poll(WAIT_S * 10, TimeUnit.MILLISECONDS);
            }

            assertThat(heard).isEqualTo("extra");
        }
    }

    private AnnotationConfigApplicationContext start() {
        AnnotationConfigApplicationContext spring = new AnnotationConfigApplicationContext();
        spring.getEnvironment().getSystemProperties().put("broker.url", "corduroy:embedded:" + directory);
        spring.register(Application.class, Listeners.class);
        spring.refresh();
        return spring;
    }

    @Configuration
    @EnableJms
    static class Application {

        @Bean(destroyMethod = "destroy")
        CachingConnectionFactory connectionFactory() throws JMSException {
            return new CachingConnectionFactory(new CorduroyConnectionFactory(System.getProperty("broker.url")));
        }

        @Bean
        JmsTemplate jmsTemplate(ConnectionFactory factory) {
            JmsTemplate template = new JmsTemplate(factory);
            template.setSessionTransacted(true);
            template.setReceiveTimeout(TimeUnit.SECONDS.toMillis(WAIT_S));
            return template;
        }

        @Bean
        DefaultJmsListenerContainerFactory jmsListenerContainerFactory(ConnectionFactory factory) {
            DefaultJmsListenerContainerFactory containers = new DefaultJmsListenerContainerFactory();
            containers.setConnectionFactory(factory);
            containers.setSessionTransacted(true);
            containers.setConcurrency("1-3");
            return containers;
        }

        @Bean
        DefaultJmsListenerContainerFactory topics(ConnectionFactory factory) {
            DefaultJmsListenerContainerFactory containers = new DefaultJmsListenerContainerFactory();
            containers.setConnectionFactory(factory);
            containers.setPubSubDomain(true);
            return containers;
        }
    }

    static class Listeners {
        final BlockingQueue<String> handled = new LinkedBlockingQueue<>();
        final BlockingQueue<String> news = new LinkedBlockingQueue<>();
        final AtomicInteger attempts = new AtomicInteger();

        @JmsListener(destination = "upper")
        String upper(String text) {
            return text.toUpperCase(java.util.Locale.ROOT);
        }

        @JmsListener(destination = "fragile")
        void fragile(TextMessage message) throws JMSException {
            if (attempts.incrementAndGet() == 1) {
                throw new IllegalArgumentException("the first attempt fails by design");
            }
            handled.add(message.getText() + " redelivered=" + message.getJMSRedelivered());
        }

        @JmsListener(destination = "news", containerFactory = "topics")
        void news(String text) {
            news.add(text);
        }
    }
}
