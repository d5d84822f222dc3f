package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {

    @Test
    void writesLogProducerAndSequence() {
        assertThat(new MessageId(32 * 31 + 10, 17, 4711)).hasToString("ID:va-17-4711");
        assertThat(new MessageId(-1, Long.MAX_VALUE, 0)).hasToString("ID:fvvvvvvvvvvvv-9223372036854775807-0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ID:",
                "ID:va-17",
                "ID:va-17-4711-1",
                "ID:VA-17-4711", // upper case: the same identity would have two texts
                "ID:0va-17-4711", // leading zeros, likewise
                "ID:va-017-4711",
                "ID:va-17--1",
                "va-17-4711",
                "ID:va-17-4711\n",
                "ID:g000000000000-1-1", // 2^64
                "ID:va-9223372036854775808-1",
                "ID:12345678-aaaa-bbbb-cccc-123456789012"
            })
    void takesNothingElseForAnIdentityOfOurs(String text) {
        assertThat(MessageId.parse(text)).isEmpty();
    }

    @Test
    void refusesNegativeNumbers() {
        assertThatThrownBy(() -> new MessageId(1, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MessageId(1, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }
}
