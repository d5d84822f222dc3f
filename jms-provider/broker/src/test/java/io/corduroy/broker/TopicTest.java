package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.LaneRange;
import io.corduroy.protocol.SubscriptionSpec;
import io.corduroy.protocol.SubscriptionSpec.Kind;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The four kinds of subscriptions of a topic. */
class TopicTest {
    private static final SubscriptionSpec UNSHARED = new SubscriptionSpec(Kind.UNSHARED, "", "", false);
    private static final SubscriptionSpec SHARED = new SubscriptionSpec(Kind.SHARED, "", "team", false);
    private static final SubscriptionSpec DURABLE = new SubscriptionSpec(Kind.UNSHARED_DURABLE, "me", "ledger", false);
    private static final SubscriptionSpec SHARED_DURABLE = new SubscriptionSpec(Kind.SHARED_DURABLE, "", "farm", false);

    private final TestPartition partition = new TestPartition();
    private final TestClient client = TestClient.attached(partition);
    private final int topic = client.open(TestClient.NEWS);
    private final long producer = client.producer(1);

    private static List<String> textsOf(List<ServerFrame.Deliver> deliveries, int consumer) {
        return deliveries.stream()
                .filter(each -> each.consumerId() == consumer)
                .map(TestClient::textOf)
                .toList();
    }

    @Test
    void everySubscriptionGetsEveryMessageFromItsBeginningOn() {
        client.send(producer, topic, "early");
        client.subscribe(1, topic, UNSHARED, "");
        client.subscribe(2, topic, DURABLE, "");
        client.send(producer, topic, "a");
        client.subscribe(3, topic, UNSHARED, "");

        client.send(producer, topic, "b");

        List<ServerFrame.Deliver> all = client.takeDeliveries();
        assertThat(textsOf(all, 1)).containsExactly("a", "b");
        assertThat(textsOf(all, 2)).containsExactly("a", "b");
        assertThat(textsOf(all, 3)).containsExactly("b");
    }

    @Test
    void consumersOfASharedSubscriptionShare() {
        client.subscribe(1, topic, SHARED, "");
        client.subscribe(2, topic, SHARED, "");

        client.send(producer, topic, "a", "b");

        List<ServerFrame.Deliver> all = client.takeDeliveries();
        assertThat(textsOf(all, 1)).hasSize(1);
        assertThat(textsOf(all, 2)).hasSize(1);
    }

    @Test
    void whatASubscriptionGaveUpWhenItEndedIsStillThereForAnother() {
        client.done(client.admin("topic.alter", Map.of("name", TestClient.NEWS.name(), "max-deliveries", "1")));
        client.subscribe(1, topic, DURABLE, "");
        client.closeConsumer(1, List.of());
        TestClient leaving = TestClient.attached(partition);
        leaving.subscribe(1, topic, UNSHARED, "");
        client.sendAt(4, false, producer, topic, "a");
        assertThat(leaving.takeTexts()).containsExactly("a");

        leaving.closeSession(1); // its delivery is used up, and the subscription ends before that is applied
        client.subscribe(2, topic, DURABLE, "");

        assertThat(client.takeTexts()).containsExactly("a");
    }

    @Test
    void aDurableSubscriptionKeepsWhatComesWhileNobodyListensAndThroughACrash() {
        client.subscribe(1, topic, DURABLE, "");
        client.closeConsumer(1, List.of());
        client.send(producer, topic, "a");

        partition.crash();
        client.attach();
        client.resumed();
        client.open(TestClient.NEWS);
        client.subscribe(1, topic, DURABLE, "");

        assertThat(client.takeTexts()).containsExactly("a");
    }

    @Test
    void whatIsRepeatedIntoANewEpochComesToDurableSubscriptionsOnlyForOthersMayHaveSeenIt() {
        client.subscribe(1, topic, UNSHARED, "");
        ClientFrame.Send unconfirmed = client.message(producer, topic, "a");
        client.tell(unconfirmed);
        partition.settle();
        assertThat(client.takeTexts()).containsExactly("a");

        partition.crash();
        client.attach();
        client.open(TestClient.NEWS);
        client.subscribe(1, topic, UNSHARED, "");
        client.subscribe(2, topic, DURABLE, "");
        client.tell(SendDraft.like(unconfirmed).repeated().frame());
        client.resumed();
        client.send(producer, topic, "b");

        List<ServerFrame.Deliver> all = client.takeDeliveries();
        assertThat(textsOf(all, 1)).containsExactly("b");
        assertThat(textsOf(all, 2)).containsExactly("a", "b");
        partition.assertRebuilt();
    }

    @Test
    void whatIsRepeatedIntoANewEpochAndNobodyDurableWaitsForIsConfirmed() {
        client.subscribe(1, topic, UNSHARED, "");
        ClientFrame.Send unconfirmed = client.message(producer, topic, "a");
        partition.crash();
        client.attach();
        client.open(TestClient.NEWS);
        client.subscribe(1, topic, UNSHARED, "");

        client.tell(SendDraft.like(unconfirmed).repeated().frame());
        partition.settle();

        assertThat(client.take(ServerFrame.SendConfirmed.class).lastSequence()).isEqualTo(unconfirmed.sequence());
        assertThat(client.takeTexts()).isEmpty();
    }

    @Test
    void whatASelectorDoesNotMatchIsNobodysAtOnce() {
        client.subscribe(1, topic, SHARED_DURABLE, "JMSPriority > 5");
        client.sendAt(3, true, producer, topic, "no");
        client.sendAt(7, true, producer, topic, "yes");

        assertThat(client.takeTexts()).containsExactly("yes");
        assertThat(partition.depth(topic)).isEqualTo(1);
    }

    @Test
    void aSelectorAlsoHoldsForWhatATransactionSent() {
        client.subscribe(1, topic, SHARED_DURABLE, "JMSPriority > 5");
        client.tell(client.message(producer, 1, topic, 1, true, 3, TestClient.text("no")));
        client.tell(client.message(producer, 2, topic, 1, true, 7, TestClient.text("yes")));

        client.done(client.commit(1, 2, 0));

        assertThat(client.takeTexts()).containsExactly("yes");
        assertThat(partition.depth(topic)).isEqualTo(1);
    }

    @Test
    void noLocalLeavesOutWhatTheSameConnectionSends() {
        TestClient other = TestClient.attached(partition);
        client.subscribe(1, topic, new SubscriptionSpec(Kind.UNSHARED, "", "", true), "");

        client.send(producer, topic, "own");
        other.send(other.producer(1), topic, "foreign");

        assertThat(client.takeTexts()).containsExactly("foreign");
    }

    @Test
    void aPersistentMessageWithoutADurableSubscriptionTakesTheTransientLog() {
        client.subscribe(1, topic, UNSHARED, "");
        long before = partition.log.endPosition();

        client.send(producer, topic, "fleeting");

        assertThat(client.takeDeliveries())
                .extracting(ServerFrame.Deliver::lane)
                .allMatch(lane -> lane >= LaneRange.FIRST_PERSISTENT_FOR_NOBODY);
        assertThat(partition.log.endPosition()).isEqualTo(before);
    }

    @Test
    void refusesASecondConsumerOfAnUnsharedDurableSubscription() {
        client.subscribe(1, topic, DURABLE, "");

        assertThat(client.failed(client.consumer(2, 1, topic, DURABLE, "", 1, List.of()))
                        .code())
                .isEqualTo(ErrorCode.SUBSCRIPTION_CONFLICT);
    }

    @Test
    void anotherSelectorMakesADurableSubscriptionNew() {
        client.subscribe(1, topic, DURABLE, "");
        client.send(producer, topic, "a");
        client.takeDeliveries();
        client.closeSession(1);

        client.subscribe(2, topic, DURABLE, "JMSPriority < 9");

        assertThat(client.takeTexts()).isEmpty();
        assertThat(partition.depth(topic)).isZero();
    }

    @Test
    void unsubscribingFreesWhatWasKept() {
        client.subscribe(1, topic, DURABLE, "");
        client.closeConsumer(1, List.of());
        client.send(producer, topic, "a");

        client.done(new ClientFrame.Unsubscribe(1, client.nextRequest(), DURABLE, false));

        assertThat(partition.liveRecords()).isZero();
        assertThat(client.failed(new ClientFrame.Unsubscribe(1, client.nextRequest(), DURABLE, false))
                        .code())
                .isEqualTo(ErrorCode.SUBSCRIPTION_UNKNOWN);
    }

    @Test
    void refusesToUnsubscribeWhileAConsumerIsActive() {
        client.subscribe(1, topic, DURABLE, "");

        assertThat(client.failed(new ClientFrame.Unsubscribe(1, client.nextRequest(), DURABLE, false))
                        .code())
                .isEqualTo(ErrorCode.IN_USE);
    }

    @Test
    void aMessageIsLiveAsLongAsOneSubscriptionNeedsIt() {
        client.subscribe(1, topic, DURABLE, "");
        client.subscribe(2, topic, SHARED_DURABLE, "");
        client.send(producer, topic, "a");
        List<ServerFrame.Deliver> both = client.takeDeliveries();

        client.acknowledge(both.get(0).consumerId(), both.subList(0, 1));
        assertThat(partition.liveRecords()).isEqualTo(1);
        client.acknowledge(both.get(1).consumerId(), both.subList(1, 2));

        assertThat(partition.liveRecords()).isZero();
    }

    @Test
    void aNonDurableSubscriptionSurvivesALostLinkWithWhatItIsOwed() {
        client.subscribe(1, topic, UNSHARED, "");
        TestClient other = TestClient.attached(partition);

        partition.disconnect(client, false);
        other.send(other.producer(1), topic, "meanwhile");
        client.attach();
        client.subscribe(1, topic, UNSHARED, "");
        client.resumed();

        assertThat(client.takeTexts()).containsExactly("meanwhile");
    }

    @Test
    void aTemporaryDestinationGoesWithItsClient() {
        DestinationName name = new DestinationName(DestinationName.Kind.TEMPORARY_QUEUE, "tmp-1");
        int temporary = client.open(name);
        client.send(producer, temporary, "a");

        partition.disconnect(client, true);

        assertThat(partition.engine.state().destination(name)).isNull();
        assertThat(partition.liveRecords()).isZero();
    }

    @Test
    void aClosedDurableSubscriberKeepsWhatItHoldsWhenItComesBackBesideItsSuccessor() {
        SubscriptionSpec spec = new SubscriptionSpec(SubscriptionSpec.Kind.UNSHARED_DURABLE, "me", "mine", false);
        client.subscribe(1, topic, spec, "");
        client.send(producer, topic, "a");
        List<ServerFrame.Deliver> held = client.takeDeliveries();
        client.closeConsumer(1, TestClient.rangesOf(held));
        client.subscribe(2, topic, spec, "");

        partition.disconnect(client, false);
        client.attach();
        client.done(client.consumer(1, 1, topic, spec, "", 0, TestClient.rangesOf(held)));
        client.closeConsumer(1, TestClient.rangesOf(held));
        client.subscribe(2, topic, spec, "");
        client.resumed();

        assertThat(client.takeDeliveries()).isEmpty();
        client.acknowledge(1, held);
        assertThat(partition.liveRecords()).isZero();
    }
}
