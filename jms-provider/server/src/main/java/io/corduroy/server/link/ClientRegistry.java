package io.corduroy.server.link;

import io.corduroy.protocol.ClientInstanceId;
import io.corduroy.server.partition.ClientLogin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who is connected: one link per client instance, one instance per client identifier (Jakarta Messaging 3.1, 6.1.2). Touched once
 * when a link comes and once when it goes, from any loop, hence its lock.
 */
final class ClientRegistry {

    private final int maxLinks;
    private final Map<ClientInstanceId, ServerLink> byInstance = new HashMap<>();
    private final Map<String, ClientInstanceId> byClientId = new HashMap<>();
    private final List<ServerLink> links = new ArrayList<>();
    private boolean closed;

    /** What came of a wish to enter. */
    enum Entry {
        ENTERED,
        CLIENT_ID_TAKEN,
        /** Another link of the same instance has to go first; ask again when it has. */
        OLD_LINK_PRESENT,
        /** The instance is connected as another user. */
        FOREIGN_INSTANCE
    }

    ClientRegistry(int maxLinks) {
        this.maxLinks = maxLinks;
    }

    /** Counts a new link; false if there are too many, or the node is closing. */
    synchronized boolean arrive(ServerLink link) {
        if (closed || links.size() >= maxLinks) {
            return false;
        }
        links.add(link);
        return true;
    }

    synchronized Entry enter(ClientLogin client, ServerLink link) {
        ServerLink old = byInstance.get(client.instance());
        if (old != null) {
            return old.isUser(client.user()) ? Entry.OLD_LINK_PRESENT : Entry.FOREIGN_INSTANCE;
        }
        if (!client.clientId().isEmpty() && byClientId.putIfAbsent(client.clientId(), client.instance()) != null) {
            return Entry.CLIENT_ID_TAKEN;
        }
        byInstance.put(client.instance(), link);
        return Entry.ENTERED;
    }

    synchronized Optional<ServerLink> linkOf(ClientInstanceId instance) {
        return Optional.ofNullable(byInstance.get(instance));
    }

    /** The link is gone and every partition has been told. */
    synchronized void leave(ServerLink link) {
        links.remove(link);
        link.login().ifPresent(client -> {
            if (byInstance.remove(client.instance(), link)) {
                byClientId.remove(client.clientId(), client.instance());
            }
        });
    }

    /** Lets nobody in from now on. */
    synchronized List<ServerLink> close() {
        closed = true;
        return List.copyOf(links);
    }

    synchronized int count() {
        return links.size();
    }
}
