package io.corduroy.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.corduroy.protocol.LaneRange;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class LaneRangeSetPropertyTest {

    record Step(boolean add, LaneRange range) {}

    @Property
    void holdsWhatASetOfNumbersHolds(@ForAll("steps") List<Step> steps) {
        LaneRangeSet ranges = new LaneRangeSet();
        TreeSet<Long> numbers = new TreeSet<>();

        for (Step step : steps) {
            if (step.add()) {
                ranges.add(step.range());
            } else {
                ranges.remove(step.range());
            }
            for (long n = step.range().firstSequence(); n <= step.range().lastSequence(); n++) {
                if (step.add()) {
                    numbers.add(n);
                } else {
                    numbers.remove(n);
                }
            }
        }

        TreeSet<Long> found = new TreeSet<>();
        long end = -2;
        for (LaneRange range : ranges.toList()) {
            assertThat(range.firstSequence()).as("ranges are merged and rising").isGreaterThan(end + 1);
            end = range.lastSequence();
            for (long n = range.firstSequence(); n <= end; n++) {
                found.add(n);
            }
        }
        assertThat(found).isEqualTo(numbers);
        assertThat(ranges.count()).isEqualTo(numbers.size());
        for (long n = 0; n < 50; n++) {
            assertThat(ranges.contains(4, n)).isEqualTo(numbers.contains(n));
        }
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<LaneRange> range = Combinators.combine(
                        Arbitraries.longs().between(0, 40), Arbitraries.longs().between(0, 8))
                .as((first, length) -> new LaneRange(4, first, first + length));
        return Combinators.combine(Arbitraries.of(true, true, false), range)
                .as(Step::new)
                .list()
                .ofMaxSize(40);
    }
}
