package io.corduroy.client.engine;

import io.corduroy.client.engine.Request.Repetition;
import io.corduroy.protocol.MetadataImage.PartitionInfo;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.frame.ClientFrame;
import java.util.ArrayList;
import java.util.List;

/** Deletes durable subscriptions, and keeps names of subscriptions their own over all partitions. */
final class Subscriptions {

    private final Registry registry;
    private final Openings openings;

    Subscriptions(Registry registry, Openings openings) {
        this.registry = registry;
        this.openings = openings;
    }

    void unsubscribe(SubscriptionSpec subscription, Completion<Nothing> completion) {
        List<PartitionInfo> partitions = registry.image().partitions();
        FirstSuccess answers = new FirstSuccess(partitions.size(), completion);
        for (PartitionInfo info : partitions) {
            unsubscribe(info.partition(), subscription, true, answers);
        }
    }

    /** A durable or shared subscription has its name alone, whatever partitions topics lie on. */
    void claimName(ConsumerSpec spec, int partition, Completion<Nothing> completion) {
        List<Integer> others = new ArrayList<>(registry.partitions());
        others.remove((Integer) partition);
        SubscriptionSpec.Kind kind = spec.subscription().kind();
        boolean named = kind != SubscriptionSpec.Kind.QUEUE && (kind.isDurable() || kind.isShared());
        if (!named || others.isEmpty()) {
            completion.onDone(Nothing.NOTHING);
            return;
        }
        NameClaim claim = new NameClaim(others.size(), completion);
        for (int other : others) {
            unsubscribe(other, spec.subscription(), false, claim);
        }
    }

    private void unsubscribe(
            int partition, SubscriptionSpec subscription, boolean anyKind, Completion<Nothing> completion) {
        openings.submit(
                partition,
                Repetition.REPEATED_UNLESS_FORGOTTEN,
                id -> new ClientFrame.Unsubscribe(partition, id, subscription, anyKind),
                completion);
    }
}
