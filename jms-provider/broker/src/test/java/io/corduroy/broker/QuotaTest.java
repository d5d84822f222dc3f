package io.corduroy.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.log.LogConfig;
import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationSettings;
import io.corduroy.protocol.ErrorCode;
import io.corduroy.protocol.InvalidArgumentException;
import io.corduroy.protocol.frame.ClientFrame;
import io.corduroy.protocol.frame.ServerFrame;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a destination is told about how much may wait there, and how durably. */
class QuotaTest {
    private final TestPartition partition = new TestPartition(
            BrokerConfig.builder().newDestinations(QuotaTest::settings).build());
    private final TestClient client = TestClient.attached(partition);
    private final long producer = client.producer(1);

    private static DestinationSettings settings(DestinationName name) {
        try {
            return DestinationSettings.DEFAULTS.with(
                    switch (name.name()) {
                        case "three" -> Map.of("max-messages", "3");
                        case "kilobytes" -> Map.of("max-bytes", "10KiB");
                        case "careless" -> Map.of("durability", "os");
                        default -> Map.of();
                    });
        } catch (InvalidArgumentException e) {
            throw new IllegalStateException(e);
        }
    }

    private int queue(String name) {
        return client.open(new DestinationName(DestinationName.Kind.QUEUE, name));
    }

    private List<ServerFrame.SendRejected> takeRejections() {
        List<ServerFrame.SendRejected> rejections = client.received.stream()
                .filter(ServerFrame.SendRejected.class::isInstance)
                .map(ServerFrame.SendRejected.class::cast)
                .toList();
        client.received.removeAll(rejections);
        return rejections;
    }

    @Test
    void refusesWhatIsBeyondMaxMessagesAndTakesItAgainWhenSomeWereConsumed() {
        int queue = queue("three");

        client.send(producer, queue, "1", "2", "3", "4", "5");

        List<ServerFrame.SendRejected> rejections = takeRejections();
        assertThat(rejections).hasSize(2);
        assertThat(rejections).allSatisfy(each -> {
            assertThat(each.code()).isEqualTo(ErrorCode.RESOURCE_EXHAUSTED);
            assertThat(each.text()).contains("three").contains("max-messages");
        });
        client.consume(1, queue, 1);
        client.acknowledge(1, client.takeDeliveries());
        client.send(producer, queue, "6", "7");
        assertThat(takeRejections()).hasSize(1);
        client.credit(1, 10);
        assertThat(client.takeTexts()).containsExactly("2", "3", "6");
    }

    @Test
    void countsNonPersistentMessagesAndThoseOnTheirWayToo() {
        int queue = queue("three");

        for (String text : List.of("1", "2", "3", "4")) {
            client.tell(client.message(producer, queue, text)); // nothing is applied meanwhile
        }
        partition.settle();
        client.sendAt(4, false, producer, queue, "5");

        assertThat(takeRejections()).hasSize(2);
        assertThat(partition.depth(queue)).isEqualTo(3);
    }

    @Test
    void refusesWhatIsBeyondMaxBytes() {
        int queue = queue("kilobytes");

        for (int i = 0; i < 20; i++) {
            client.send(producer, queue, "x".repeat(1_000));
        }

        assertThat(partition.depth(queue)).isBetween(8L, 10L);
        assertThat(takeRejections())
                .hasSizeBetween(10, 12)
                .allSatisfy(each -> assertThat(each.text()).contains("max-bytes"));
    }

    @Test
    void isConfirmedBeforeItIsForcedWhereThatIsWhatTheDestinationSays() {
        int careless = queue("careless");
        int careful = queue("careful");
        client.send(producer, careless, "first");
        long forcesBefore = partition.disk.forceCount();

        client.send(producer, careless, "quick");

        assertThat(client.take(ServerFrame.SendConfirmed.class).lastSequence()).isEqualTo(2);
        assertThat(partition.disk.forceCount()).isEqualTo(forcesBefore);
        client.send(producer, careful, "slow");
        assertThat(partition.disk.forceCount()).isGreaterThan(forcesBefore);
        client.send(producer, careless, "quick again");
        long forces = partition.disk.forceCount();
        partition.advance(2_000);
        assertThat(partition.disk.forceCount())
                .as("forced within a second or two")
                .isGreaterThan(forces);
    }

    @Test
    void aGroupWithAnEndlessNameIsRefusedAndHarmsNobody() {
        int queue = queue("grouped");
        ClientFrame.Send send = client.message(producer, queue, "short");
        ClientFrame.Send endless =
                SendDraft.like(send).groupId("g".repeat(300_000)).frame();

        client.tell(endless);
        partition.settle();

        assertThat(takeRejections())
                .singleElement()
                .satisfies(each -> assertThat(each.code()).isEqualTo(ErrorCode.MESSAGE_TOO_LARGE));
        assertThat(partition.failure).isNull();
    }

    @Test
    void refusesAConfigurationThatLetsInMoreThanTheLogHolds() {
        assertThatThrownBy(() ->
                        BrokerConfig.builder().maxMessageBytes(8 << 20).build().requireFit(LogConfig.durable()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxMessageBytes")
                .hasMessageContaining("maxRecordBytes");
        BrokerConfig.defaults().requireFit(LogConfig.durable());
    }
}
