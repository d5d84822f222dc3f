package io.corduroy.server.login;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Waiting tasks of many peers: each peer's in their order, the peers in turns, so that one that has many waits for itself.
 * Bounded in all and for each peer.
 *
 * <p>Thread-safe.
 */
final class Turns<T> {

    private final int maxOfPeer;
    private final int maxInAll;
    private final Map<String, ArrayDeque<T>> waiting = new LinkedHashMap<>(); // the first one is next
    private int size;

    Turns(int maxOfPeer, int maxInAll) {
        this.maxOfPeer = maxOfPeer;
        this.maxInAll = maxInAll;
    }

    /** Returns false if too many wait already. */
    synchronized boolean offer(String peer, T task) {
        ArrayDeque<T> ofPeer = waiting.getOrDefault(peer, new ArrayDeque<>());
        if (size >= maxInAll || ofPeer.size() >= maxOfPeer) {
            return false;
        }
        ofPeer.add(task);
        waiting.putIfAbsent(peer, ofPeer);
        size++;
        return true;
    }

    /** Takes a task of the peer whose turn it is. */
    synchronized Optional<T> poll() {
        Iterator<Map.Entry<String, ArrayDeque<T>>> peers = waiting.entrySet().iterator();
        if (!peers.hasNext()) {
            return Optional.empty();
        }
        Map.Entry<String, ArrayDeque<T>> next = peers.next();
        String peer = next.getKey();
        ArrayDeque<T> tasks = next.getValue();
        peers.remove();
        T task = tasks.remove();
        if (!tasks.isEmpty()) {
            waiting.put(peer, tasks); // behind all others
        }
        size--;
        return Optional.of(task);
    }
}
