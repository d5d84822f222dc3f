package io.corduroy.client.engine;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.MetadataImage;
import io.corduroy.protocol.MetadataImage.PartitionInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a connection has open, in orders that do not depend on hashes. */
final class Registry {

    /** Destinations remembered beyond those in use: an application may meet millions of temporary queues. */
    private static final int MAX_REMEMBERED_DESTINATIONS = 10_000;

    private final NavigableMap<Integer, SessionState> sessions = new TreeMap<>();
    private final NavigableMap<Integer, ConsumerState> consumers = new TreeMap<>();
    /** Consumers that have given something back and not heard that it is the broker's. */
    private final Set<ConsumerState> releasing = new LinkedHashSet<>();

    private final Map<ProducerKey, ProducerState> producersByNumber = new LinkedHashMap<>();
    private final Map<DestinationName, DestinationState> destinations = new LinkedHashMap<>(16, 0.75f, true);
    private MetadataImage image = new MetadataImage(-1, List.of());
    private boolean flowing;

    private record ProducerKey(int partition, long number) {}

    MetadataImage image() {
        return image;
    }

    void onImage(MetadataImage newer) {
        image = newer;
    }

    List<Integer> partitions() {
        return image.partitions().stream().map(PartitionInfo::partition).toList();
    }

    long logIdOf(int partition) {
        for (PartitionInfo info : image.partitions()) {
            if (info.partition() == partition) {
                return info.logId();
            }
        }
        return 0;
    }

    boolean isFlowing() {
        return flowing;
    }

    void startFlowing() {
        flowing = true;
    }

    /**
     * A partition has begun a new epoch: what it kept in memory only is gone, be it sent, held or acknowledged. Nothing of it
     * is repeated, since it may have reached its consumers, and no commit counts on it (Jakarta Messaging 3.1, 3.4.10).
     */
    void onEpochChanged(int partition) {
        for (SessionState session : sessions.values()) {
            session.undecided().forEach(transaction -> transaction.onEpochChanged(partition));
        }
        producersOn(partition).forEach(ProducerState::onEpochChanged);
        consumersOn(partition).forEach(ConsumerState::onEpochChanged);
    }

    // Sessions

    List<SessionState> sessions() {
        return List.copyOf(sessions.values());
    }

    void add(SessionState session) {
        sessions.put(session.id, session);
    }

    SessionState session(int sessionId) {
        SessionState found = sessions.get(sessionId);
        if (found == null) {
            throw new IllegalStateException("session " + sessionId + " is not open");
        }
        return found;
    }

    /** Whether a session takes anything new. */
    boolean isOpen(int sessionId) {
        SessionState session = sessions.get(sessionId);
        return session != null && !session.isClosing();
    }

    Optional<SessionState> findSession(int sessionId) {
        return Optional.ofNullable(sessions.get(sessionId));
    }

    void removeSession(SessionState session) {
        sessions.remove(session.id);
        consumers.values().removeIf(consumer -> consumer.spec.sessionId() == session.id);
        releasing.removeIf(consumer -> consumer.spec.sessionId() == session.id);
        producersByNumber.values().removeIf(producer -> producer.sessionId == session.id);
        session.producers.values().forEach(producer -> producer.failAll(Failure.sessionClosed()));
    }

    // Producers

    List<ProducerState> producersOn(int partition) {
        List<ProducerState> found = new ArrayList<>();
        for (SessionState session : sessions.values()) {
            ProducerState producer = session.producers.get(partition);
            if (producer != null) {
                found.add(producer);
            }
        }
        return found;
    }

    Optional<ProducerState> producer(int partition, long number) {
        return Optional.ofNullable(producersByNumber.get(new ProducerKey(partition, number)));
    }

    void onProducerNumber(ProducerState producer) {
        producersByNumber.values().removeIf(known -> known == producer);
        producersByNumber.put(
                new ProducerKey(producer.partition, producer.identity().number()), producer);
    }

    // Consumers

    void add(ConsumerState consumer) {
        consumers.put(consumer.id(), consumer);
    }

    Optional<ConsumerState> consumer(int consumerId) {
        return Optional.ofNullable(consumers.get(consumerId));
    }

    List<ConsumerState> consumers() {
        return List.copyOf(consumers.values());
    }

    List<ConsumerState> consumersOn(int partition) {
        List<ConsumerState> found = new ArrayList<>();
        for (ConsumerState consumer : consumers.values()) {
            if (consumer.partition() == partition) {
                found.add(consumer);
            }
        }
        return found;
    }

    List<ConsumerState> consumersOf(int sessionId) {
        List<ConsumerState> found = new ArrayList<>();
        for (ConsumerState consumer : consumers.values()) {
            if (consumer.spec.sessionId() == sessionId) {
                found.add(consumer);
            }
        }
        return found;
    }

    void remove(ConsumerState consumer) {
        consumers.remove(consumer.id());
        releasing.remove(consumer);
    }

    /** Forgets a consumer that is closed, once its session holds nothing of it any more. */
    void removeIfDone(ConsumerState consumer) {
        if (consumer.state == ConsumerState.State.CLOSED && (!consumer.hasClaims() || consumer.isBrowser())) {
            remove(consumer);
        }
    }

    /** A consumer has given something back, or heard that it is the broker's. */
    void onReleasing(ConsumerState consumer) {
        if (consumer.isReleasing()) {
            releasing.add(consumer);
        } else {
            releasing.remove(consumer);
        }
    }

    /** What a consumer is given was given back by nobody any more: otherwise two would claim it after a reconnection. */
    void onDelivered(ConsumerState consumer, Delivery delivery) {
        if (!releasing.isEmpty()) {
            LaneRange one = delivery.range();
            releasing.forEach(each -> each.onCameAgain(consumer, one));
        }
    }

    // Destinations

    @Nullable
    DestinationState findDestination(DestinationName name) {
        return destinations.get(name);
    }

    void add(DestinationState destination) {
        destinations.put(destination.name, destination);
        if (destinations.size() > MAX_REMEMBERED_DESTINATIONS) {
            forgetOldest();
        }
    }

    void forget(DestinationName name) {
        destinations.remove(name);
    }

    /** Who waits for a destination that was to be opened with its partition is told that this will not be. */
    void failWaitingForDestinations(Failure failure) {
        for (DestinationState destination : List.copyOf(destinations.values())) {
            if (!destination.waiting.isEmpty()) {
                destination.onFailed(failure);
            }
        }
    }

    List<DestinationState> destinationsOn(int partition) {
        List<DestinationState> found = new ArrayList<>();
        for (DestinationState destination : destinations.values()) {
            if (destination.partition == partition) {
                found.add(destination);
            }
        }
        return found;
    }

    /** Who uses it keeps the object; only the way to it by name is lost. Our own temporary destinations stay known. */
    private void forgetOldest() {
        for (DestinationState destination : destinations.values()) {
            boolean own = destination.create && destination.name.kind().isTemporary();
            if (!own && destination.isOpen()) {
                destinations.remove(destination.name);
                return;
            }
        }
    }
}
