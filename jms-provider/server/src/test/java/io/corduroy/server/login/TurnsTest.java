package io.corduroy.server.login;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns<String> turns = new Turns<>(3, 5);

    private List<String> all() {
        List<String> taken = new ArrayList<>();
        for (Optional<String> next = turns.poll(); next.isPresent(); next = turns.poll()) {
            taken.add(next.get());
        }
        return taken;
    }

    @Test
    void peersTakeTurnsAndEachKeepsItsOrder() {
        turns.offer("a", "a1");
        turns.offer("a", "a2");
        turns.offer("a", "a3");
        turns.offer("b", "b1");
        turns.offer("b", "b2");

        assertThat(all()).containsExactly("a1", "b1", "a2", "b2", "a3");
    }

    @Test
    void whoComesLateIsNextAfterOneOfEachOther() {
        turns.offer("a", "a1");
        turns.offer("a", "a2");
        turns.offer("a", "a3");
        turns.poll();
        turns.offer("b", "b1");

        assertThat(all()).containsExactly("a2", "b1", "a3");
    }

    @Test
    void isBoundedForEachPeerAndInAll() {
        for (String task : List.of("a1", "a2", "a3")) {
            assertThat(turns.offer("a", task)).isTrue();
        }
        assertThat(turns.offer("a", "a4")).isFalse();
        assertThat(turns.offer("b", "b1")).isTrue();
        assertThat(turns.offer("c", "c1")).isTrue();
        assertThat(turns.offer("d", "d1")).isFalse();

        turns.poll();

        assertThat(turns.offer("d", "d1")).isTrue();
        assertThat(all()).containsExactly("b1", "c1", "a2", "d1", "a3");
        assertThat(turns.poll()).isEmpty();
    }
}
