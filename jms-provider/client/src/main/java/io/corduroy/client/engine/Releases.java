package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.List;
import java.util.Optional;

/** Gives deliveries back to the broker: rolled back, expired, recalled, or come too late. */
final class Releases {

    private final EngineOutbox outbox;
    private final Registry registry;
    private final Openings openings;
    private final Credits credits;
    private final Acknowledgments acknowledgments;

    Releases(
            EngineOutbox outbox,
            Registry registry,
            Openings openings,
            Credits credits,
            Acknowledgments acknowledgments) {
        this.outbox = outbox;
        this.registry = registry;
        this.openings = openings;
        this.credits = credits;
        this.acknowledgments = acknowledgments;
    }

    void release(int consumerId, boolean seen, List<LaneRange> ranges, Completion<Nothing> completion) {
        Optional<ConsumerState> found = registry.consumer(consumerId);
        if (found.isEmpty() || ranges.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        ConsumerState consumer = found.get();
        acknowledgments.sendOf(consumer.spec.sessionId());
        submit(consumer, seen, ranges, completion);
        long count = ranges.stream().mapToLong(LaneRange::count).sum();
        if (seen) {
            credits.grantExtra(consumer, count);
        } else {
            consumer.onTaken(count);
            credits.grant(consumer, false);
        }
    }

    /** The broker wants back what waits unseen, since others are idle. */
    void onRecall(ConsumerState consumer) {
        List<LaneRange> unseen = outbox.recall(consumer.id());
        consumer.onRecalled();
        submit(consumer, false, unseen, Completion.ignored()); // an empty one, too: it is waited for
    }

    /** A delivery has crossed with the end of a consumer, or of a pull. */
    void onCameLate(ConsumerState consumer, Delivery delivery) {
        consumer.onTaken(1);
        submit(consumer, false, List.of(delivery.range()), Completion.ignored());
    }

    private void submit(ConsumerState consumer, boolean seen, List<LaneRange> ranges, Completion<Nothing> completion) {
        LaneRangeSet release = consumer.beginRelease(ranges);
        registry.onReleasing(consumer);
        Runnable answered = () -> {
            consumer.endRelease(release);
            registry.onReleasing(consumer);
            registry.removeIfDone(consumer);
        };
        openings.submit(
                consumer.partition(),
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.Release(
                        consumer.partition(), id, consumer.spec.sessionId(), consumer.id(), seen, release.toList()),
                Completion.of(
                        done -> {
                            answered.run();
                            completion.onDone(Nothing.NOTHING);
                        },
                        failure -> {
                            answered.run();
                            completion.onFailed(failure);
                        }));
    }
}
