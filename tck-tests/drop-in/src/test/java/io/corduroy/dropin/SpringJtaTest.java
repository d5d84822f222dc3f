package io.corduroy.dropin;

import static org.assertj.core.api.Assertions.assertThat;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.arjuna.common.arjPropertyManager;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import io.corduroy.client.CorduroyConnectionFactory;
import io.corduroy.client.CorduroyXAConnectionFactory;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageListener;
import jakarta.jms.TextMessage;
import jakarta.transaction.TransactionManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.messaginghub.pooled.jms.JmsPoolXAConnectionFactory;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.transaction.jta.JtaTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring with JTA, as its users combine it: a transaction manager, a pool that enlists, and listeners in global transactions. */
class SpringJtaTest {

    private static final int MESSAGES = 60;
    private static final long WAIT_MS = TimeUnit.SECONDS.toMillis(30);

    private final TransactionManager manager = com.arjuna.ats.jta.TransactionManager.transactionManager();
    private final JtaTransactionManager spring = new JtaTransactionManager(manager);

    @TempDir
    static Path log;

    @TempDir
    Path directory;

    @BeforeAll
    static void keepTheTransactionLogHere() throws Exception {
        arjPropertyManager.getCoreEnvironmentBean().setNodeIdentifier("spring");
        arjPropertyManager.getObjectStoreEnvironmentBean().setObjectStoreDir(log.toString());
        for (String store : new String[] {"stateStore", "communicationStore"}) {
            BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
                    .setObjectStoreDir(log.toString());
        }
    }

    private String url(String name) {
        return "corduroy:embedded:" + directory.resolve(name) + "?node.partitions=2";
    }

    private JmsPoolXAConnectionFactory pool(String broker) {
        JmsPoolXAConnectionFactory pool = new JmsPoolXAConnectionFactory();
        pool.setConnectionFactory(new CorduroyXAConnectionFactory(url(broker)));
        pool.setTransactionManager(manager);
        return pool;
    }

    @Test
    void movesEachMessageOnceBetweenTwoBrokersThoughEveryThirdFails() throws Exception {
        JmsPoolXAConnectionFactory from = pool("from");
        JmsPoolXAConnectionFactory to = pool("to");
        Set<String> failed = ConcurrentHashMap.newKeySet();
        JmsTemplate onwards = new JmsTemplate(to);
        MessageListener mover = message -> {
            String text = textOf((TextMessage) message);
            onwards.convertAndSend("out", text);
            if (Integer.parseInt(text) % 3 == 0 && failed.add(text)) {
                throw new IllegalStateException("on purpose: " + text);
            }
        };
        DefaultMessageListenerContainer container = container(from, mover);
        try {
            JmsTemplate sending = new JmsTemplate(new CorduroyConnectionFactory(url("from")));
            for (int i = 0; i < MESSAGES; i++) {
                sending.convertAndSend("in", Integer.toString(i));
            }
            container.start();

            JmsTemplate receiving = new JmsTemplate(new CorduroyConnectionFactory(url("to")));
            receiving.setReceiveTimeout(WAIT_MS);
            List<Integer> moved = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                moved.add(Integer.parseInt(String.valueOf(receiving.receiveAndConvert("out"))));
            }
            receiving.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
            Collections.sort(moved);
            assertThat(moved).doesNotHaveDuplicates().hasSize(MESSAGES);
            assertThat(receiving.receiveAndConvert("out")).isNull();
            assertThat(failed).hasSize(MESSAGES / 3);
        } finally {
            container.shutdown();
            from.stop();
            to.stop();
        }
    }

    @Test
    void sendsToTwoBrokersTogetherOrToNone() {
        JmsPoolXAConnectionFactory one = pool("one");
        JmsPoolXAConnectionFactory other = pool("other");
        try {
            TransactionTemplate transaction = new TransactionTemplate(spring);
            transaction.executeWithoutResult(status -> {
                new JmsTemplate(one).convertAndSend("both", "never");
                new JmsTemplate(other).convertAndSend("both", "never");
                status.setRollbackOnly();
            });
            transaction.executeWithoutResult(status -> {
                new JmsTemplate(one).convertAndSend("both", "committed");
                new JmsTemplate(other).convertAndSend("both", "committed");
            });

            for (String broker : List.of("one", "other")) {
                JmsTemplate receiving = new JmsTemplate(new CorduroyConnectionFactory(url(broker)));
                assertThat(receiving.receiveAndConvert("both")).isEqualTo("committed");
                receiving.setReceiveTimeout(JmsTemplate.RECEIVE_TIMEOUT_NO_WAIT);
                assertThat(receiving.receiveAndConvert("both")).isNull();
            }
        } finally {
            one.stop();
            other.stop();
        }
    }

    private DefaultMessageListenerContainer container(ConnectionFactory factory, MessageListener listener) {
        DefaultMessageListenerContainer container = new DefaultMessageListenerContainer();
        container.setConnectionFactory(factory);
        container.setDestinationName("in");
        container.setTransactionManager(spring);
        container.setSessionTransacted(true);
        container.setConcurrentConsumers(3);
        container.setCacheLevel(DefaultMessageListenerContainer.CACHE_NONE); // Spring's rule for JTA
        container.setAutoStartup(false);
        container.setMessageListener(listener);
        container.afterPropertiesSet();
        return container;
    }

    private static String textOf(TextMessage message) {
        try {
            return message.getText();
        } catch (jakarta.jms.JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
