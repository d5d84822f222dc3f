package io.corduroy.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static final Workload QUEUE = Workload.of(Map.of("consumers", "2"));
    private static final Workload TOPIC = Workload.of(Map.of("consumers", "2", "destination", "TOPIC"));

    private final Receiver one = new Receiver(QUEUE);
    private final Receiver other = new Receiver(QUEUE);

    private Result judge(Workload workload, int sent) {
        BitSet confirmed = new BitSet();
        confirmed.set(0, sent);
        return new Judge(workload, List.of(confirmed)).judge(List.of(one, other), 0, 1);
    }

    @Test
    void ofAQueueSomebodyHasToHaveIt() {
        one.arrived(new Letter(0, 0, 0), false);
        other.arrived(new Letter(0, 1, 0), false);

        assertThat(judge(QUEUE, 2).isRight()).isTrue();
        assertThat(judge(QUEUE, 3).lost()).isEqualTo(1);
    }

    @Test
    void ofATopicEverybodyHasToHaveIt() {
        one.arrived(new Letter(0, 0, 0), false);

        assertThat(judge(TOPIC, 1).lost()).isEqualTo(1);
    }

    @Test
    void twoConsumersOfAQueueMustNotHaveTheSameUnlessTold() {
        one.arrived(new Letter(0, 0, 0), false);
        other.arrived(new Letter(0, 0, 0), false);
        one.arrived(new Letter(0, 1, 0), false);
        other.arrived(new Letter(0, 1, 0), true);

        assertThat(judge(QUEUE, 2).duplicates()).isEqualTo(1);
    }

    @Test
    void whatTheProducerHasSentAgainMayComeTwice() {
        one.arrived(new Letter(0, 0, 0), false);
        one.arrived(new Letter(0, 0, 0).sentAgain(), false);
        one.arrived(new Letter(0, 1, 0).sentAgain(), false);
        one.arrived(new Letter(0, 1, 0), false);

        assertThat(judge(QUEUE, 2).isRight()).isTrue();
    }
}
