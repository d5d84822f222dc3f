package io.corduroy.contender;

import io.corduroy.load.Letter;
import io.corduroy.load.Provider;
import io.corduroy.load.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A consumer and the thread that polls it. Records of a share group are acknowledged by the next poll, which is the default. */
final class KafkaInlet implements Provider.Inlet, Runnable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> settings;
    private final Workload workload;
    private final Provider.Arrivals arrivals;
    private final List<String> topics;
    private final Thread thread;
    private volatile boolean closed;

    KafkaInlet(Map<String, Object> settings, Workload workload, int number, Provider.Arrivals arrivals) {
        this.settings = settings;
        this.workload = workload;
        this.arrivals = arrivals;
        this.topics = workload.destinationsOfConsumer(number).stream()
                .map(workload::destinationName)
                .toList();
        this.thread = new Thread(this, "consumer-" + number);
        if (workload.destination() == Workload.Kind.QUEUE) {
            settings.put("group.id", KafkaProvider.SHARE_GROUP);
        } else {
            settings.put("group.id", "subscription-" + number);
            settings.put("auto.offset.reset", "earliest");
        }
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            if (workload.destination() == Workload.Kind.QUEUE) {
                share();
            } else {
                subscribe();
            }
        } catch (RuntimeException e) {
            arrivals.failed(e);
        }
    }

    private void share() {
        try (KafkaShareConsumer<byte[], byte[]> consumer =
                new KafkaShareConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(topics);
            while (!closed) {
                take(consumer.poll(POLL));
            }
        }
    }

    private void subscribe() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(topics);
            while (!closed) {
                take(consumer.poll(POLL));
            }
        }
    }

    private void take(ConsumerRecords<byte[], byte[]> polled) {
        for (ConsumerRecord<byte[], byte[]> each : polled) {
            arrivals.arrived(
                    Letter.of(each.value()),
                    each.deliveryCount().map(count -> count > 1).orElse(false));
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
