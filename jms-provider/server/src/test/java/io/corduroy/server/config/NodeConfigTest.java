package io.corduroy.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corduroy.protocol.DestinationName;
import io.corduroy.protocol.DestinationName.Kind;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NodeConfigTest {

    @Test
    void printedDefaultsReadBackAsDefaults() {
        String printed = NodeConfig.defaults().toYaml();

        NodeConfig read = NodeConfig.parse("printed", printed);

        assertThat(read.toYaml()).isEqualTo(printed);
        for (Setting<?> setting : Settings.ALL) {
            assertThat(read.get(setting)).as(setting.key()).isEqualTo(setting.defaultValue());
        }
    }

    @Test
    void everyDefaultLiesInItsOwnRange() {
        for (Setting<?> setting : Settings.ALL) {
            assertDefaultParses(setting);
        }
    }

    private static <T> void assertDefaultParses(Setting<T> setting) {
        assertThat(setting.type().parse(setting.type().format(setting.defaultValue())))
                .as(setting.key())
                .contains(setting.defaultValue());
    }

    @Test
    void changedValuesAndRulesSurvivePrinting() {
        NodeConfig config = NodeConfig.parse("a.yaml", """
                node:
                  data: "/var/lib/a \\"b\\" #c"
                listen:
                  address: "[::1]:0"
                destinations:
                  defaults:
                    max-deliveries: unlimited
                  rules:
                    - match: "queue:orders.*"
                      redelivery-delay: 1500ms
                    - match: "*.eu"
                      max-deliveries: 3
                      redelivery-delay: 1h
                """);

        NodeConfig again = NodeConfig.parse("again", config.toYaml());

        DestinationName orders = new DestinationName(Kind.QUEUE, "orders.eu");
        assertThat(again.toYaml()).isEqualTo(config.toYaml());
        assertThat(again.dataDirectory()).contains(Path.of("/var/lib/a \"b\" #c"));
        assertThat(again.get(Settings.LISTEN_ADDRESS)).isEqualTo(new ListenAddress("::1", 0));
        assertThat(again.settingsOf(orders).redeliveryDelayMs()).isEqualTo(1_500);
        assertThat(again.settingsOf(orders).maxDeliveries()).isEqualTo(3);
        assertThat(again.settingsOf(new DestinationName(Kind.TOPIC, "orders.eu"))
                        .redeliveryDelayMs())
                .isEqualTo(3_600_000);
        assertThat(again.settingsOf(new DestinationName(Kind.QUEUE, "other")).maxDeliveries())
                .isZero();
    }

    @Test
    void unknownKeyIsRefusedWithLineAndSuggestion() {
        assertThatThrownBy(() -> NodeConfig.parse("corduroy.yaml", "log:\n  durability: os\n  segmentsize: 1MiB\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessage("corduroy.yaml:3: unknown key \"log.segmentsize\"; did you mean \"log.segment-size\"?");
    }

    @Test
    void unknownSectionIsRefusedWithTheKeyMeant() {
        assertThatThrownBy(() -> NodeConfig.parse("c.yaml", "lisetn:\n  address: 1.2.3.4:1\n"))
                .hasMessageStartingWith("c.yaml:1: unknown key \"lisetn\"");
    }

    @Test
    void unknownKeyOfARuleIsRefused() {
        String yaml = "destinations:\n  rules:\n    - match: a\n      max-delivery: 3\n";

        assertThatThrownBy(() -> NodeConfig.parse("c.yaml", yaml))
                .hasMessage("c.yaml:4: a rule knows no \"max-delivery\"; did you mean \"max-deliveries\"?");
    }

    @Test
    void valueOutOfRangeNamesKeyValueAndRange() {
        assertThatThrownBy(() -> NodeConfig.parse("c.yaml", "node:\n  partitions: 65\n"))
                .hasMessage("c.yaml:2: node.partitions is \"65\"; allowed: 1 to 64");
        assertThatThrownBy(() -> NodeConfig.defaults().withAssignment("log.segment-size=5"))
                .hasMessage("--set: log.segment-size is \"5\"; allowed: 8MiB to 1GiB (units: B, KiB, MiB, GiB, TiB)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "node: [1, 2]",
                "node:\n  id: {a: b}",
                "node:\n  id: 1\n  id: 2",
                "node:\n  id: 1\nnode:\n  id: 2",
                "- a",
                "just text",
                "node:\n\tid: 1",
                "destinations:\n  rules: yes",
                "destinations:\n  rules:\n    - max-deliveries: 3",
                "destinations:\n  rules:\n    - match: 'queue:'",
                "destinations:\n  defaults:\n    redelivery-backoff: 0.5",
                "delivery:\n  grace-period: 10",
                "log:\n  reserve: 1.5B",
                "log:\n  reserve: 99999999999999999999GiB",
                "listen:\n  address: 9750",
                "listen:\n  address: ::1:9750",
                "listen:\n  address: host:65536",
                "a: &a [*a]"
            })
    void whatMakesNoSenseIsRefusedWithItsPlace(String yaml) {
        assertThatThrownBy(() -> NodeConfig.parse("c.yaml", yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching("(?s)c\\.yaml:\\d+.*");
    }

    @ParameterizedTest
    @CsvSource({"64MiB,67108864", "1 gib,1073741824", "20MB,20000000", "8.5MiB,8912896", "10485760,10485760"})
    void sizesHaveUnits(String text, long bytes) {
        assertThat(NodeConfig.defaults().with("log.segment-size", text, "test").get(Settings.LOG_SEGMENT_SIZE))
                .isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"250ms,250", "10s,10000", "1.5m,90000", "1h,3600000", "0,0"})
    void timesHaveUnits(String text, long milliseconds) {
        assertThat(NodeConfig.defaults()
                        .with("delivery.grace-period", text, "test")
                        .get(Settings.GRACE_PERIOD))
                .isEqualTo(milliseconds);
    }

    @Test
    void laterSourcesWin() {
        NodeConfig config = NodeConfig.parse("c.yaml", "node:\n  id: 2\n  partitions: 2\n  loops: 2\n")
                .withEnvironment(
                        Map.of("CORDUROY_NODE_PARTITIONS", "3", "CORDUROY_NODE_LOOPS", "3", "CORDUROY_HOME", "/x"))
                .withAssignment("node.loops=4");

        assertThat(config.get(Settings.NODE_ID)).isEqualTo(2);
        assertThat(config.get(Settings.NODE_PARTITIONS)).isEqualTo(3);
        assertThat(config.get(Settings.NODE_LOOPS)).isEqualTo(4);
        assertThat(config.get(Settings.NODE_DATA)).isEqualTo(Optional.empty());
    }

    @Test
    void emptyFileAndEmptySectionsMeanDefaults() {
        assertThat(NodeConfig.parse("c", "").toYaml())
                .isEqualTo(NodeConfig.defaults().toYaml());
        assertThat(NodeConfig.parse("c", "log:\n  # all commented\nnode:\n").toYaml())
                .isEqualTo(NodeConfig.defaults().toYaml());
    }

    @Test
    void missingFileSaysHowToMakeOne(@org.junit.jupiter.api.io.TempDir Path directory) {
        Path missing = directory.resolve("none.yaml");

        assertThatThrownBy(() -> NodeConfig.read(missing)).hasMessageContaining("corduroy server config > ");
    }
}
