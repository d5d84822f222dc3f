package io.corduroy.broker.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class DuplicateWindowPropertyTest {
    private static final int MOST_OF_ALL = 12;

    /** The same, said with lists: destinations in the order of their latest identifier. */
    private static final class Naive {
        final Map<Integer, List<DuplicateId>> lists = new LinkedHashMap<>();

        boolean add(int destination, DuplicateId id, int most) {
            List<DuplicateId> ids = lists.getOrDefault(destination, new ArrayList<>());
            if (ids.contains(id)) {
                return false;
            }
            lists.remove(destination);
            lists.put(destination, ids);
            ids.add(id);
            ids.subList(0, Math.max(0, ids.size() - most)).clear();
            while (lists.values().stream().mapToInt(List::size).sum() > MOST_OF_ALL) {
                lists.values().iterator().next().remove(0);
                lists.values().removeIf(List::isEmpty);
            }
            return true;
        }
    }

    @Property(tries = 500)
    void remembersTheLatestWithinItsBounds(
            @ForAll List<@IntRange(min = 0, max = 179) Integer> steps, @ForAll @IntRange(min = 1, max = 6) int most) {
        DuplicateWindow window = new DuplicateWindow(MOST_OF_ALL);
        Naive naive = new Naive();

        for (int step : steps) {
            int destination = step % 6;
            DuplicateId id = DuplicateId.of("id-" + step / 6 % 15);

            assertThat(window.contains(destination, id))
                    .isEqualTo(naive.lists.getOrDefault(destination, List.of()).contains(id));
            if (step >= 174) {
                window.forget(destination);
                naive.lists.remove(destination);
            } else {
                assertThat(window.add(destination, id, most)).isEqualTo(naive.add(destination, id, most));
            }
            assertThat(contentOf(window)).isEqualTo(naive.lists);
        }

        assertThat(window.count())
                .isEqualTo(naive.lists.values().stream().mapToInt(List::size).sum());
        assertThat(List.copyOf(contentOf(window).keySet())).isEqualTo(List.copyOf(naive.lists.keySet()));
    }

    private static Map<Integer, List<DuplicateId>> contentOf(DuplicateWindow window) {
        Map<Integer, List<DuplicateId>> content = new LinkedHashMap<>();
        window.forEach((destination, ids) -> content.put(destination, List.copyOf(ids)));
        return content;
    }

    @Property(tries = 2_000)
    void differentNamesAreDifferentIdentifiers(@ForAll String one, @ForAll String other) {
        assertThat(DuplicateId.of(one).equals(DuplicateId.of(other))).isEqualTo(one.equals(other));
    }

    /** It is in checkpoints: another way to make it would forget what was there before. */
    @Example
    void anIdentifierIsMadeInThisWay() {
        assertThat(DuplicateId.of("order-4711"))
                .isEqualTo(new DuplicateId(2066939766542362012L, -5832019626216292283L));
    }
}
