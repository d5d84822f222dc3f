package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.frame.ServerFrame;
import io.corduroy.protocol.frame.ServerFrame.Failed;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Requests on their way to partitions: numbered per link, repeated after its loss, kept while there is none. The door to one
 * link per node is here: a partition's frames go to the link that {@link #uplink} is today.
 */
final class Wire {

    final Uplink uplink;
    private final RequestTable inFlight = new RequestTable();
    private final NavigableMap<Integer, Attachment> attachments = new TreeMap<>();

    Wire(Uplink uplink) {
        this.uplink = uplink;
    }

    /** The attachment of a partition; asks for it if it is new. */
    Attachment attachment(int partition) {
        Attachment known = attachments.get(partition);
        if (known == null) {
            known = new Attachment(partition);
            attachments.put(partition, known);
        }
        return known;
    }

    List<Attachment> attachments() {
        return List.copyOf(attachments.values());
    }

    boolean isLive(int partition) {
        Attachment attachment = attachments.get(partition);
        return attachment != null && attachment.isLive();
    }

    /** Sends a request as soon as its partition is attached. */
    void submit(Request request) {
        Attachment attachment = attachment(request.partition());
        if (attachment.isLive()) {
            sendNow(request);
        } else {
            attachment.await(request);
        }
    }

    /** Sends a request on the present link. */
    void sendNow(Request request) {
        long id = inFlight.add(request);
        uplink.send(request.frame(id));
    }

    private void putBack(Request request) {
        if (request.repetition() != Repetition.PER_LINK) {
            attachment(request.partition()).await(request);
        }
    }

    /** The link is gone: sorts what was under way on it. */
    void onLinkLost() {
        NavigableMap<Integer, List<Request>> again = new TreeMap<>();
        List<Request> lost = new ArrayList<>();
        for (Request request : inFlight.drain()) {
            if (request.repetition() == Repetition.NEVER) {
                lost.add(request);
            } else if (request.repetition() != Repetition.PER_LINK) {
                again.computeIfAbsent(request.partition(), partition -> new ArrayList<>())
                        .add(request);
            }
        }
        for (Attachment attachment : attachments.values()) {
            attachment.onDetached(again.getOrDefault(attachment.partition, List.of()));
        }
        for (Request request : lost) {
            request.onFailed(
                    Failure.outcomeUnknown(
                            "the link to the broker was lost before the answer came; look whether it was done, then repeat it"));
        }
    }

    /** Fails everything. */
    void failAll(Failure failure) {
        List<Request> all = new ArrayList<>(inFlight.drain());
        for (Attachment attachment : attachments.values()) {
            all.addAll(attachment.takeWaiting());
            attachment.onDetached(List.of());
        }
        all.forEach(request -> request.onFailed(failure));
    }

    /** Hands an answer to its request. */
    void onAnswer(long requestId, ServerFrame answer) {
        inFlight.remove(requestId).ifPresent(request -> request.onAnswer(answer));
    }

    /**
     * Hands a refusal to its request.
     *
     * @return false if it is of the kind that passes, and the request waits for that
     */
    boolean onRefusal(Failed refusal) {
        Optional<Request> found = inFlight.remove(refusal.requestId());
        if (found.isEmpty()) {
            return true;
        }
        Request request = found.get();
        if (Uplink.isTransient(refusal.code())) {
            putBack(request);
            return false;
        }
        if (request.isMoot()) {
            request.onAnswer(new ServerFrame.Done(refusal.partition(), refusal.requestId()));
        } else {
            request.onFailed(Failure.refused(refusal.code(), refusal.text()));
        }
        return true;
    }

    static Failure unexpected(ServerFrame answer) {
        return Failure.refused(ErrorCode.PROTOCOL, "the broker answered with an unexpected frame: " + answer);
    }
}
