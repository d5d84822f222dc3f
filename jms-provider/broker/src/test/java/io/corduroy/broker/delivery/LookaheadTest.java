package io.corduroy.broker.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.broker.lane.Lane;
import io.corduroy.broker.lane.LaneProgress;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LookaheadTest {
    private static final int READ_AHEAD = 256 << 10;

    @Test
    void aLaneThatHasTheLogForItselfIsReadInStretches() {
        Lookahead ahead = Lookahead.from(lane(10_000, 1_100), 7, READ_AHEAD);

        assertThat(ahead.isDense()).isTrue();
        assertThat(ahead.count()).isEqualTo(2);
        assertThat(ahead.position(0)).isEqualTo(7 * 1_100);
        assertThat(ahead.position(1)).isBetween(7 * 1_100L + READ_AHEAD, 7 * 1_100L + READ_AHEAD + 1_099);
    }

    @Test
    void manyBatchesOfALaneAmongAThousandAreReadEachByItself() {
        Lookahead ahead = Lookahead.from(lane(10_000, 1_000_000), 7, READ_AHEAD);

        assertThat(ahead.isDense()).isFalse();
        assertThat(positions(ahead))
                .containsExactlyElementsOf(
                        LongStream.range(7, 39).map(i -> i * 1_000_000).boxed().toList());
    }

    @Test
    void messagesOfOneBatchAreOneRead() {
        Lane lane = new Lane();
        LaneProgress progress = new LaneProgress(lane, 0, 0);
        for (int i = 0; i < 100; i++) {
            progress.onAppended(lane.append(i / 10 * 1_000_000L, i % 10, 1, 0), true);
        }

        assertThat(positions(Lookahead.from(progress, 0, READ_AHEAD)))
                .containsExactly(
                        0L,
                        1_000_000L,
                        2_000_000L,
                        3_000_000L,
                        4_000_000L,
                        5_000_000L,
                        6_000_000L,
                        7_000_000L,
                        8_000_000L,
                        9_000_000L);
    }

    @Test
    void whatIsTakenIsNotRead() {
        LaneProgress progress = lane(10, 1_000_000);
        progress.take(1);
        progress.acknowledge(3);

        assertThat(positions(Lookahead.from(progress, 0, READ_AHEAD)))
                .hasSize(8)
                .doesNotContain(1_000_000L, 3_000_000L);
    }

    private static LaneProgress lane(int messages, long apart) {
        Lane lane = new Lane();
        LaneProgress progress = new LaneProgress(lane, 0, 0);
        for (int i = 0; i < messages; i++) {
            progress.onAppended(lane.append(i * apart, 0, 1, 0), true);
        }
        return progress;
    }

    private static List<Long> positions(Lookahead ahead) {
        return IntStream.range(0, ahead.count()).mapToObj(ahead::position).toList();
    }
}
