package io.corduroy.client;

import io.corduroy.client.engine.ClientEngine;
import io.corduroy.client.engine.Completion;
import io.corduroy.protocol.AdminVerb;
import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.protocol.DestinationName;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The temporary destinations of a connection, which live as long as it does (Jakarta Messaging 3.1, 6.2.2). */
final class TemporaryDestinations {

    private final ConnectionCore core;
    private final String prefix;
    private final AtomicInteger last = new AtomicInteger();
    private final Set<DestinationName> present = ConcurrentHashMap.newKeySet();

    TemporaryDestinations(ConnectionCore core, ClientInstanceId instance) {
        this.core = core;
        this.prefix = ClientEngine.temporaryPrefix(instance);
    }

    DestinationName create(DestinationName.Kind kind) throws JMSException {
        DestinationName name = new DestinationName(kind, prefix + last.incrementAndGet());
        core.<Integer>ask((engine, completion) -> engine.openDestination(name, true, completion));
        present.add(name);
        return name;
    }

    /** Whether there is such a one of ours that was not deleted. */
    boolean has(DestinationName name) {
        return present.contains(name);
    }

    void requireConsumable(DestinationName name) throws InvalidDestinationException {
        if (!name.name().startsWith(prefix)) {
            throw new InvalidDestinationException(
                    "only the connection that has created " + name + " can consume from it (6.2.2)");
        }
        if (!has(name)) {
            throw new InvalidDestinationException(name + " has been deleted");
        }
    }

    /** Asks again when the answer is lost with the link: nobody else uses the name, and it is never used again. */
    void delete(DestinationName name) throws JMSException {
        boolean maybeDone = false;
        while (true) {
            try {
                core.<List<Map<String, String>>>ask((engine, completion) -> delete(engine, name, completion));
                break;
            } catch (InvalidDestinationException e) {
                if (maybeDone) {
                    break;
                }
                throw e;
            } catch (JMSException e) {
                if (!Exceptions.isOutcomeUnknown(e)) {
                    throw e;
                }
                maybeDone = true;
            }
        }
        present.remove(name);
    }

    private static void delete(
            ClientEngine engine, DestinationName name, Completion<List<Map<String, String>>> completion) {
        AdminVerb verb = name.kind().isQueue() ? AdminVerb.QUEUE_DELETE : AdminVerb.TOPIC_DELETE;
        int partition = engine.partitionOf(name);
        engine.forgetDestination(name);
        engine.admin(partition, verb.key(), Map.of("name", name.name(), "force", "true"), completion);
    }

    /**
     * The broker deletes them when the link ends; whoever has seen close() return shall find them gone (6.2.2), unless the
     * broker is away for longer than closing waits.
     */
    void deleteAll(int timeoutMs) {
        long deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMs);
        for (DestinationName each : present) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            try {
                boolean answered = core.<List<Map<String, String>>>askQuietly(
                                Math.max(0, leftMs), (engine, completion) -> delete(engine, each, completion))
                        .isPresent();
                if (!answered) {
                    return;
                }
            } catch (JMSException e) {
                return; // no broker to ask: it does it by itself
            }
        }
    }
}
