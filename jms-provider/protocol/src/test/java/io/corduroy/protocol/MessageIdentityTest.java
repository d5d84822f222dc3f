package io.corduroy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdentityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ID:",
                "000000000000beef-17-42",
                "ID:000000000000beef-17",
                "ID:000000000000beef-17-42-1",
                "ID:000000000000beef-17--1",
                "ID:000000000000beef-17-42\n",
                "ID:beef-17-42",
                "ID:000000000000BEEF-17-42", // a second text for one identity, and so are:
                "ID:000000000000beef-017-42",
                "ID:000000000000beef-17-00",
                "ID:000000000000beef-\u0661-42",
                "ID:12345678-aaaa-bbbb-cccc-123456789012"
            })
    void takesNothingElseForAnIdentityOfOurs(String text) {
        assertThat(MessageIdentity.parse(text)).isEmpty();
    }
}
