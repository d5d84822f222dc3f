package io.corduroy.contender;

import io.corduroy.load.Provider;
import io.corduroy.load.Workload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Apache Kafka through its own client: a queue is a topic of one partition that a share group consumes, a subscription to a topic is a
 * consumer group of its own.
 */
public final class KafkaProvider implements Provider {

    static final String SHARE_GROUP = "load";

    private final String servers;

    /**
     * For a node.
     *
     * @param servers {@code host:port}
     */
    public KafkaProvider(String servers) {
        this.servers = servers;
    }

    @Override
    public Outlet outlet(Workload workload, int number) throws Exception {
        create(workload);
        return new KafkaOutlet(settings(), workload, number);
    }

    @Override
    public Inlet inlet(Workload workload, int number, Arrivals arrivals) throws Exception {
        create(workload);
        return new KafkaInlet(settings(), workload, number, arrivals);
    }

    private Map<String, Object> settings() {
        return new HashMap<>(Map.of("bootstrap.servers", servers));
    }

    /** Topics as far as they are missing; the share group gets what was sent before it came, as queues give it. */
    private void create(Workload workload) throws Exception {
        try (Admin admin = Admin.create(settings())) {
            List<NewTopic> topics = IntStream.range(0, workload.destinations())
                    .mapToObj(i -> new NewTopic(workload.destinationName(i), 1, (short) 1))
                    .toList();
            for (var created : admin.createTopics(topics).values().values()) {
                try {
                    created.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                }
            }
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, SHARE_GROUP),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("share.auto.offset.reset", "earliest"), AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
