package io.corduroy.load.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {

    @ParameterizedTest
    @ValueSource(strings = {"blocking-32", "rate-1000", "requests-1", "fan-out-10-durable", "queues-10000"})
    void whatLeavesNothingBehindIsDoneAgainWithTheSameProcesses(String name) {
        assertThat(Scenario.named(name).isRepeatable()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"backlog-300000", "selector-1-percent", "first-message", "killed", "large-1-gib"})
    void whatFillsKillsOrStartsHasNewProcessesEachTime(String name) {
        assertThat(Scenario.named(name).isRepeatable()).isFalse();
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThatThereAre() {
        assertThatThrownBy(() -> Scenario.named("bloking-1")).hasMessageContaining("blocking-1, blocking-8");
    }
}
