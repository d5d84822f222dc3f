package io.corduroy.broker.state;

import io.corduroy.broker.record.Varints;
import io.corduroy.protocol.ClientInstanceId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is attached: the clients, and the producers of their sessions. */
final class Attachments {
    private final Lanes lanes;
    long nextClient = 1;
    long nextProducer = 1;
    final NumberMap<Client> clients = new NumberMap<>();
    final NumberMap<Producer> producers = new NumberMap<>();
    private final Map<ClientInstanceId, Client> clientsByInstance = new HashMap<>(); // for look-ups only

    Attachments(Lanes lanes) {
        this.lanes = lanes;
    }

    @Nullable
    Client client(ClientInstanceId instance) {
        return clientsByInstance.get(instance);
    }

    void applyClientAttached(ByteBuffer record) {
        ClientInstanceId instance = new ClientInstanceId(record.getLong(), record.getLong());
        boolean resumable = Varints.get(record) != 0;
        String clientId = Varints.getString(record);
        if (!clientsByInstance.containsKey(instance)) {
            add(new Client(nextClient++, instance, resumable, clientId));
        }
    }

    void add(Client client) {
        clients.put(client.number(), client);
        clientsByInstance.put(client.instance(), client);
    }

    /** The client is gone; its producers stay until {@link #removeProducers}, after the end of its transactions. */
    @Nullable
    Client remove(long number) {
        Client client = clients.remove(number);
        if (client != null) {
            clientsByInstance.remove(client.instance());
        }
        return client;
    }

    void applyProducerOpened(ByteBuffer record) {
        Client client = clients.get(Varints.get(record));
        int session = Varints.getInt(record);
        if (client != null && client.producer(session) == null) {
            add(new Producer(nextProducer++, client, session));
        }
    }

    void add(Producer producer) {
        producers.put(producer.number(), producer);
        producer.client().producersBySession.put(producer.session(), producer);
    }

    void applySessionClosed(ByteBuffer record) {
        Client client = clients.get(Varints.get(record));
        int session = Varints.getInt(record);
        if (client == null) {
            return;
        }
        Producer producer = client.producersBySession.remove(session);
        if (producer != null) {
            remove(producer);
        }
        client.closeSession(session);
    }

    void removeProducers(Client client) {
        client.producersBySession.forEach(this::remove);
    }

    private void remove(Producer producer) {
        producers.remove(producer.number());
        lanes.largeMessages(false).dropOpen(producer.number());
        lanes.largeMessages(true).dropOpen(producer.number());
    }
}
