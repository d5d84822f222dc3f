package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {

    private static final List<String> KNOWN = List.of("max-messages", "max-bytes", "exclusive", "from", "to");

    @Test
    void findsTheNameWithTheFewestEdits() {
        assertThat(NearestName.find("max-mesages", KNOWN)).contains("max-messages");
        assertThat(NearestName.find("MaxMessages", KNOWN)).contains("max-messages");
        assertThat(NearestName.find("max-byets", KNOWN)).contains("max-bytes");
        assertThat(NearestName.find("form", KNOWN)).contains("from");
    }

    @Test
    void findsNothingThatIsFar() {
        assertThat(NearestName.find("colour", KNOWN)).isEmpty();
        assertThat(NearestName.find("", KNOWN)).isEmpty();
        assertThat(NearestName.find("x".repeat(1_000_000), KNOWN)).isEmpty();
    }

    @Test
    void countsASwapOfNeighboursOnce() {
        assertThat(NearestName.find("ot", List.of("to"))).contains("to");
        assertThat(NearestName.find("xo", List.of("to", "no"))).contains("to");
    }

    @Test
    void hintsAtOneNameOrAtAll() {
        assertThat(NearestName.hint("exclusiv", KNOWN)).isEqualTo("; did you mean \"exclusive\"?");
        assertThat(NearestName.hint("colour", List.of("from", "to"))).isEqualTo("; known are from, to");
    }
}
