package io.corduroy.contender;

import io.corduroy.load.Letter;
import io.corduroy.load.Provider;
import io.corduroy.load.Workload;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A producer with {@code acks=all} and, which is the default, idempotence. Who waits for each record has nothing to gather: {@code linger.ms=0}; otherwise
 * the default.
 */
final class KafkaOutlet implements Provider.Outlet {

    private final Workload workload;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Semaphore window;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final String[] topics;
    private int uncommitted;

    KafkaOutlet(Map<String, Object> settings, Workload workload, int number) {
        this.workload = workload;
        this.window = new Semaphore(workload.window());
        settings.put("acks", "all");
        settings.put("max.request.size", Math.max(1 << 20, 2 * workload.bodyBytes()));
        if (workload.style() == Workload.Style.BLOCKING || workload.window() == 1) {
            settings.put("linger.ms", 0);
        }
        if (workload.style() == Workload.Style.TRANSACTED) {
            settings.put("transactional.id", "load-" + number);
        }
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.topics = new String[workload.destinationsPerProducer()];
        for (int i = 0; i < topics.length; i++) {
            topics[i] = workload.destinationName(workload.destinationOf(number, i));
        }
        if (workload.style() == Workload.Style.TRANSACTED) {
            producer.initTransactions();
        }
    }

    @Override
    public void send(Letter letter) throws Exception {
        throwFailure();
        ProducerRecord<byte[], byte[]> made = new ProducerRecord<>(
                topics[(int) (letter.number() % topics.length)], letter.body(workload.bodyBytes()));
        switch (workload.style()) {
            case BLOCKING -> producer.send(made).get();
            case WINDOW -> {
                window.acquire();
                var unused = producer.send(made, (metadata, failed) -> {
                    if (failed != null) {
                        failure.compareAndSet(null, failed);
                    }
                    window.release();
                });
            }
            case TRANSACTED -> {
                if (uncommitted++ == 0) {
                    producer.beginTransaction();
                }
                var unused = producer.send(made); // the commit fails with it
                if (uncommitted == workload.window()) {
                    uncommitted = 0;
                    producer.commitTransaction();
                }
            }
        }
    }

    @Override
    public void finish() throws Exception {
        if (uncommitted > 0) {
            uncommitted = 0;
            producer.commitTransaction();
        }
        window.acquire(workload.window());
        throwFailure();
    }

    private void throwFailure() throws Exception {
        Exception why = failure.get();
        if (why != null) {
            throw why;
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
