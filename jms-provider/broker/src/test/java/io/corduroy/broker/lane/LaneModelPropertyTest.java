package io.corduroy.broker.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Lanes and progress against maps that do the same slowly. */
class LaneModelPropertyTest {
    private enum Mark {
        FREE,
        TAKEN
    }

    @Property(tries = 25)
    void agreesWithAMapPerSubscription(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int subscriptions) {
        Random random = new Random(seed);
        Lane lane = new Lane();
        LaneProgress[] progress = new LaneProgress[subscriptions];
        List<NavigableMap<Long, Mark>> model = new ArrayList<>();
        for (int i = 0; i < subscriptions; i++) {
            progress[i] = new LaneProgress(lane, i, 0);
            model.add(new TreeMap<>());
        }

        for (int step = 0; step < 150; step++) {
            int who = random.nextInt(subscriptions);
            NavigableMap<Long, Mark> mine = model.get(who);
            switch (random.nextInt(5)) {
                case 0 -> appendSome(random, lane, progress, model);
                case 1 -> take(random, progress[who], mine);
                case 2 -> acknowledgeSome(random, progress[who], mine);
                case 3 -> giveBack(random, progress[who], mine);
                default -> assertThat(progress[who].nextAvailable(0)).isEqualTo(lowestFree(mine, 0));
            }
        }

        for (int i = 0; i < subscriptions; i++) {
            progress[i].assertInvariants();
            assertThat(progress[i].pendingCount()).isEqualTo(model.get(i).size());
            for (long s = 0; s < lane.nextSequence(); s += 1 + random.nextInt(50)) {
                assertThat(progress[i].isPending(s)).isEqualTo(model.get(i).containsKey(s));
                assertThat(progress[i].nextAvailable(s)).isEqualTo(lowestFree(model.get(i), s));
            }
        }
        assertThat(lane.liveCount())
                .isEqualTo(model.stream()
                        .flatMap(each -> each.keySet().stream())
                        .distinct()
                        .count());
    }

    private static void appendSome(
            Random random, Lane lane, LaneProgress[] progress, List<NavigableMap<Long, Mark>> model) {
        for (int n = random.nextInt(random.nextInt(10) == 0 ? 6_000 : 50); n > 0; n--) {
            boolean[] wanted = new boolean[progress.length];
            int needers = 0;
            for (int i = 0; i < progress.length; i++) {
                wanted[i] = random.nextInt(4) > 0;
                needers += wanted[i] ? 1 : 0;
            }
            long position = random.nextInt(20) == 0 ? random.nextLong() >>> 8 : 1_000 * lane.nextSequence();
            long sequence = lane.append(position, random.nextInt(65_536), needers, 0);
            for (int i = 0; i < progress.length; i++) {
                progress[i].onAppended(sequence, wanted[i]);
                if (wanted[i]) {
                    model.get(i).put(sequence, Mark.FREE);
                }
            }
            if (needers > 0) {
                assertThat(lane.positionOf(sequence)).isEqualTo(position);
            }
        }
    }

    private static void take(Random random, LaneProgress progress, NavigableMap<Long, Mark> mine) {
        for (int n = random.nextInt(100); n > 0; n--) {
            long free = progress.nextAvailable(0);
            assertThat(free).isEqualTo(lowestFree(mine, 0));
            if (free >= 0) {
                progress.take(free);
                mine.put(free, Mark.TAKEN);
            }
        }
    }

    private static void acknowledgeSome(Random random, LaneProgress progress, NavigableMap<Long, Mark> mine) {
        int step = 1 + random.nextInt(4);
        long s = 0;
        for (int n = random.nextInt(5_000); n > 0; n--) {
            s = progress.nextPending(s);
            if (s < 0) {
                return;
            }
            assertThat(mine).containsKey(s);
            progress.acknowledge(s);
            mine.remove(s);
            s += step;
        }
    }

    private static void giveBack(Random random, LaneProgress progress, NavigableMap<Long, Mark> mine) {
        for (Map.Entry<Long, Mark> each : mine.entrySet()) {
            if (each.getValue() == Mark.TAKEN && random.nextBoolean()) {
                assertThat(progress.giveBack(each.getKey())).isTrue();
                each.setValue(Mark.FREE);
            }
        }
    }

    private static long lowestFree(NavigableMap<Long, Mark> mine, long from) {
        for (Map.Entry<Long, Mark> each : mine.tailMap(from).entrySet()) {
            if (each.getValue() == Mark.FREE) {
                return each.getKey();
            }
        }
        return -1;
    }
}
